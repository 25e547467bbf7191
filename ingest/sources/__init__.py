"""Sources that a store keeps up with: folders, buckets, feeds, site maps and the open interface of 정책브리핑."""
