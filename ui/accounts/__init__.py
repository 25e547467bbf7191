"""Users, their sessions and what they may do: accounts, roles, failed attempts."""
