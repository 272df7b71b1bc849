"""The parts of the wire format: the CBOR subset, the frozen table of keys, how each field is written."""
