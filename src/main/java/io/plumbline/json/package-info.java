/**
 * The JSON form of the core's records, read with every problem named at once and written so that reading gives the same again.
 *
 * <p>{@link io.plumbline.json.EventLines} reads events a customer brings, one JSON object a line; the site page
 * {@code event-lines.md} shows every kind.
 * {@link io.plumbline.json.EventReader} holds the form of an event, which YAML files share;
 * {@link io.plumbline.json.RecordReader} and {@link io.plumbline.json.RecordWriter} do any other record of the core.
 * {@link io.plumbline.json.Document} is a parsed file that still knows its lines.
 *
 * <p>The form: a record is an object with the names of its components as keys. What is absent is empty (an optional value, a
 * list), {@code false} or {@code UNKNOWN}. Instants and durations are ISO-8601, enums go by name. A few types have a short form:
 * an account is {@code "erp/a-1"}; a person or machine is {@code "p-1"}, or {@code {"account": "erp/a-1"}} where only the account
 * is known; a function at a level is {@code "AP01:MAINTAIN"}; a slot of a rule is a list of functions.
 *
 * <p>Shell: imports the core and Jackson. Start with {@code EventLines}.
 */
package io.plumbline.json;
