"""The tab that checks a text sentence by sentence."""
