package io.plumbline.app;

import io.plumbline.control.Control;
import io.plumbline.control.access.AccessAuthorised;
import io.plumbline.control.assurance.NoBlindSpot;
import io.plumbline.control.change.ChangesApproved;
import io.plumbline.control.change.DutiesSeparatedInChange;
import io.plumbline.control.lifecycle.LeaverAccessRemoved;
import io.plumbline.control.lifecycle.MachinesHandedOver;
import io.plumbline.control.lifecycle.NoActivityAfterDeparture;
import io.plumbline.control.nonhuman.CredentialsRotated;
import io.plumbline.control.nonhuman.MachinesOwned;
import io.plumbline.control.privileged.SessionsElevated;
import io.plumbline.control.sod.ConflictingFunctionsSeparated;
import io.plumbline.control.sod.ExemptionsUpheld;
import io.plumbline.json.Reading;
import io.plumbline.monitor.ControlLibrary;
import io.plumbline.yaml.ControlDefinitions;
import io.plumbline.yaml.ControlFolder;
import java.util.List;

/** The list of all controls. A control is added by one line here and one in {@code controls/index.yaml}. */
public final class Controls {

    private static final List<Control<?>> ALL = List.of(
            new AccessAuthorised(),
            new ChangesApproved(),
            new ConflictingFunctionsSeparated(),
            new DutiesSeparatedInChange(),
            new ExemptionsUpheld(),
            new LeaverAccessRemoved(),
            new NoBlindSpot(),
            new MachinesHandedOver(),
            new NoActivityAfterDeparture(),
            new MachinesOwned(),
            new CredentialsRotated(),
            new SessionsElevated());

    private Controls() {}

    /**
     * The control folders that ship with the product.
     *
     * @throws IllegalArgumentException with every problem of every folder
     */
    public static List<ControlFolder> folders() {
        Reading<List<ControlFolder>> reading = ControlDefinitions.ofProduct();
        return reading.orElseThrow();
    }

    /** All controls, paired with the definitions of their folders. */
    public static ControlLibrary library(List<ControlFolder> folders) {
        return new ControlLibrary(
                ALL, folders.stream().map(ControlFolder::definition).toList());
    }
}
