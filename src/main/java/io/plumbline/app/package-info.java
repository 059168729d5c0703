/**
 * The composition root: the only place where the parts are put together.
 *
 * <p>Start with {@link io.plumbline.app.Main}. {@link io.plumbline.app.Controls} is the list of all controls.
 */
package io.plumbline.app;
