"""Each paper as a document: pure descriptions, one module for each paper."""
