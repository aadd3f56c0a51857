//! Files as they come: formats, encodings, and all that can be wrong with them.
