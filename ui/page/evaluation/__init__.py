"""The tab that lists, compares and starts evaluation runs."""
