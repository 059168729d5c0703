package io.plumbline.exceptions;

import io.plumbline.catalogue.ControlDefinition;
import io.plumbline.catalogue.Regime;
import io.plumbline.control.Deviation;
import io.plumbline.control.Judgement;
import java.util.Set;

/**
 * A deviation as a control found it, with what is needed to put it on record.
 *
 * @param scope the regimes in whose scope the system was when the deviation began
 */
public record Found(ControlDefinition control, Judgement judgement, Deviation deviation, Set<Regime> scope) {}
