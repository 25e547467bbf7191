"""Documents from the web: pages and files by their address, within limits and with the site's leave."""
