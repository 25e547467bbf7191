"""Users, their sessions and what they may do: accounts, an OpenID provider, roles, failed attempts."""
