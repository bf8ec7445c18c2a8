"""The screens of staff: where a poll stands, the roll, the codes, the desk, the paper, the duties."""
