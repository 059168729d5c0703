/**
 * The stream processor: the three stages on Kafka Streams, their topics, and a broker for the one-command start.
 *
 * <pre>
 *   inbound topics ─► INGEST ─► subject-events ─► MONITOR ─► alerts, exceptions, evidence.soc, evidence.sox
 *                       │            ▲  ▲            │ │
 *                       │      ticks │  └── forwards ─┘ │ acknowledgements
 *                       └─► progress ─► TIMEKEEPER ◄────┘
 *                                          │ ▲
 *                                      catalogue (versions written, read back, then announced by a tick)
 * </pre>
 *
 * <p>By stage: <b>ingest</b> is {@code IngestProcessor} with {@code RejectionNotes}, and {@code RegistryWatch} and {@code
 * RegistryPause} for when the schema registry is away; the <b>timekeeper</b> is {@code TimekeeperProcessor} around the pure
 * {@code Timekeeper}, {@code Claims}, {@code AssumedTime}, {@code SourceWatch} and {@code CatalogueChanges}; the <b>monitor</b> is
 * {@code MonitorProcessor} over {@code StreamsMonitorStore}. {@code PlumblineStreams} is one running instance, {@code Observer}
 * what it tells those who watch, and the readers and senders of other programs stand at the end of this text.
 *
 * <p>Shell: imports the core, Kafka and {@code avro}. How values become bytes is handed in as {@link
 * io.plumbline.kafka.Codecs}; {@link io.plumbline.kafka.AvroCodecs} makes those of the product. Events are sent by {@link
 * io.plumbline.kafka.InboundSender}; {@link io.plumbline.kafka.SettleWatch} tells when they are judged, and {@link
 * io.plumbline.kafka.CatalogueWatch} when a change of reference data is in force. Start with {@link
 * io.plumbline.kafka.MonitorTopology}, then {@link io.plumbline.kafka.Timekeeper}, the settle protocol as a state machine
 * without Kafka, with {@code CatalogueChanges} as the gate before the catalogue, then {@link
 * io.plumbline.kafka.PlumblineStreams}, which runs it all.
 */
package io.plumbline.kafka;
