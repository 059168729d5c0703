/**
 * Records as Avro: the Confluent wire format, the schema registry client, the embedded registry, and the mapping of
 * records to and from Avro.
 *
 * <p>Start with {@link io.plumbline.avro.CoreSerdes}: a Kafka serde for everything Plumbline reads, writes and keeps. Behind
 * it {@link io.plumbline.avro.RecordMapper} pairs records with the files under {@code schemas/},
 * {@link io.plumbline.avro.BinaryCodec} makes the bytes of our own log and state, and
 * {@link io.plumbline.avro.AvroSerdes} gives the serde of the wire format from configuration. From there the reading order is {@link io.plumbline.avro.ConfluentAvroSerializer}, {@link io.plumbline.avro.ConfluentAvroDeserializer},
 * {@link io.plumbline.avro.SchemaRegistryClient}. On the registry's side: {@link io.plumbline.avro.SchemaRegistry}
 * holds the rules, {@link io.plumbline.avro.RegistryJournal} keeps them over a restart, and
 * {@link io.plumbline.avro.EmbeddedRegistry} serves them over HTTP.
 *
 * <p>May import the core packages, Avro, Jackson and Kafka's client library. Must not import Kafka Streams or any
 * class of Confluent: the genuine serializers are plugged in by name.
 */
package io.plumbline.avro;
