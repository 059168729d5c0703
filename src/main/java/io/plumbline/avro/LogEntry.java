package io.plumbline.avro;

import io.plumbline.monitor.LogRecord;

/** A record of a partition's log as a field of a record, because Avro bytes of our own topics are a record's and never a union's. */
record LogEntry(LogRecord record) {}
