package org.cellnest.cell;

import java.io.InputStream;
import java.util.Optional;

/** An upload from a stream at hand. */
record GivenUpload(Optional<String> type, long length, InputStream stream) implements Upload {}
