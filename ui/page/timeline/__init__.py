"""The tab that shows a programme's dated facts and plots of its figures."""
