"""Sources that a store keeps up with: folders, feeds, site maps and the open interface of 정책브리핑."""
