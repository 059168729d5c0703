package io.plumbline.app;

import io.plumbline.control.Control;
import io.plumbline.control.access.AccessAuthorised;
import io.plumbline.control.access.PrivilegesUsed;
import io.plumbline.control.assurance.ConclusionsSeparate;
import io.plumbline.control.assurance.DecidersAuthenticated;
import io.plumbline.control.assurance.EvidenceComplete;
import io.plumbline.control.assurance.NoBlindSpot;
import io.plumbline.control.change.BoundaryProtected;
import io.plumbline.control.change.ChangesApproved;
import io.plumbline.control.change.DutiesSeparatedInChange;
import io.plumbline.control.change.EmergencyChangesReviewed;
import io.plumbline.control.change.ImpactAndTestBefore;
import io.plumbline.control.lifecycle.AccountsCurrent;
import io.plumbline.control.lifecycle.LeaverAccessRemoved;
import io.plumbline.control.lifecycle.MachinesHandedOver;
import io.plumbline.control.lifecycle.MoversAccessRemoved;
import io.plumbline.control.lifecycle.NoActivityAfterDeparture;
import io.plumbline.control.nonhuman.ActsMandated;
import io.plumbline.control.nonhuman.CredentialsRotated;
import io.plumbline.control.nonhuman.CredentialsSeparate;
import io.plumbline.control.nonhuman.MachinesOwned;
import io.plumbline.control.nonhuman.MachinesRetired;
import io.plumbline.control.nonhuman.MachinesUsedByMachines;
import io.plumbline.control.ownership.ExceptionsDealtWith;
import io.plumbline.control.ownership.SystemsOwned;
import io.plumbline.control.privileged.ActionsAttributable;
import io.plumbline.control.privileged.BreakglassUseReviewed;
import io.plumbline.control.privileged.SessionsElevated;
import io.plumbline.control.privileged.StandingPrivilege;
import io.plumbline.control.review.AccessReviewed;
import io.plumbline.control.review.ReviewersIndependent;
import io.plumbline.control.review.ReviewsFitForReporting;
import io.plumbline.control.review.ReviewsGenuine;
import io.plumbline.control.review.RevocationsExecuted;
import io.plumbline.control.sod.ApprovalsIndependent;
import io.plumbline.control.sod.ConflictingFunctionsSeparated;
import io.plumbline.control.sod.ExemptionsUpheld;
import io.plumbline.control.sod.RolesFreeOfConflict;
import io.plumbline.control.sod.StepsSeparatedOnObjects;
import io.plumbline.control.sod.TemporaryAccessSeparated;
import io.plumbline.control.sod.UnionOfAccessSeparated;
import io.plumbline.json.Reading;
import io.plumbline.monitor.ControlLibrary;
import io.plumbline.yaml.ControlDefinitions;
import io.plumbline.yaml.ControlFolder;
import java.util.List;

/** The list of all controls. A control is added by one line here and one in {@code controls/index.yaml}. */
public final class Controls {

    private static final List<Control<?>> ALL = List.of(
            new AccessAuthorised(),
            new AccessReviewed(),
            new AccountsCurrent(),
            new ChangesApproved(),
            new ApprovalsIndependent(),
            new ConflictingFunctionsSeparated(),
            new DutiesSeparatedInChange(),
            new ImpactAndTestBefore(),
            new BoundaryProtected(),
            new EmergencyChangesReviewed(),
            new ExemptionsUpheld(),
            new LeaverAccessRemoved(),
            new DecidersAuthenticated(),
            new ConclusionsSeparate(),
            new EvidenceComplete(),
            new NoBlindSpot(),
            new MachinesHandedOver(),
            new MoversAccessRemoved(),
            new NoActivityAfterDeparture(),
            new MachinesOwned(),
            new CredentialsRotated(),
            new SessionsElevated(),
            new TemporaryAccessSeparated(),
            new UnionOfAccessSeparated(),
            new MachinesRetired(),
            new MachinesUsedByMachines(),
            new CredentialsSeparate(),
            new ActsMandated(),
            new RevocationsExecuted(),
            new RolesFreeOfConflict(),
            new StepsSeparatedOnObjects(),
            new PrivilegesUsed(),
            new StandingPrivilege(),
            new ActionsAttributable(),
            new BreakglassUseReviewed(),
            new ReviewersIndependent(),
            new ReviewsGenuine(),
            new ReviewsFitForReporting(),
            new ExceptionsDealtWith(),
            new SystemsOwned());

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

    /**
     * All controls, paired with the definitions that ship with the product. Scenarios, which take longer to read than everything
     * else at a start, are left alone.
     *
     * @throws IllegalArgumentException with every problem of every definition
     */
    public static ControlLibrary library() {
        return new ControlLibrary(ALL, ControlDefinitions.withoutScenarios().orElseThrow());
    }
}
