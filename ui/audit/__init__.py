"""The audit log: who did what, as a chain of lines that shows what was altered."""
