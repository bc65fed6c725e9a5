"""How patients are found: strategies, referring sites, visits, material and training."""
