"""Language models behind names: chat models, entailment judges and the form in which documents are shown to them."""
