/**
 * Events in Plumbline's own JSON form, one object a line: what a company writes whose systems have no adapter.
 *
 * <p>Shell: imports {@code event}, {@code json} and the root of {@code sources}.
 */
package io.plumbline.sources.events;
