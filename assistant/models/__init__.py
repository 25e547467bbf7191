"""The reader, chat models and entailment judges behind names, and how documents are shown to them."""
