"""Who refers and how that is tended: strategies, sites, visits, champions, material and training."""
