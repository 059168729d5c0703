/**
 * Controls over the monitoring itself: whether what it rests on is whole. Start with {@link
 * io.plumbline.control.assurance.NoBlindSpot}.
 *
 * <p>Core: imports {@code control}, {@code catalogue}, {@code facts}, {@code event} and the JDK; no other family.
 */
package io.plumbline.control.assurance;
