"""The same answers for programs: endpoints of the page and MCP tools."""
