package io.plumbline.event;

import io.plumbline.event.ReferenceEvent.ParameterChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Made for tests: systems, sources, entitlements, roles and parameters, whose further fields are what they mostly are. */
public final class ReferenceEvents {

    private ReferenceEvents() {}

    /** A production system in scope of both regimes, without owners. */
    public static SystemRegisteredBuilder system(Header header, String systemId, Instant effectiveFrom) {
        return new SystemRegisteredBuilder(header, systemId, effectiveFrom);
    }

    /** A source that carries its feeds for every system. */
    public static SourceDeclaredBuilder source(
            Header header, String sourceId, Instant effectiveFrom, List<Feed> feeds) {
        return new SourceDeclaredBuilder(header, sourceId, effectiveFrom, feeds);
    }

    /** An entitlement that gives functions and nothing else. */
    public static EntitlementMappedBuilder entitlement(
            Header header, String systemId, String entitlement, Instant effectiveFrom, List<FunctionUse> functions) {
        return new EntitlementMappedBuilder(header, systemId, entitlement, effectiveFrom, functions);
    }

    /** A role that gives entitlements and nothing else. */
    public static RoleDefinedBuilder role(
            Header header, String systemId, String roleId, Instant effectiveFrom, List<String> entitlements) {
        return new RoleDefinedBuilder(header, systemId, roleId, effectiveFrom, entitlements);
    }

    /** A parameter's value that nobody approved. */
    public static ParameterChanged parameter(
            Header header, String controlId, String parameter, String value, Instant effectiveFrom, String reason) {
        return new ParameterChanged(header, controlId, parameter, value, effectiveFrom, reason, Optional.empty());
    }

    /** A parameter's value that somebody approved. */
    public static ParameterChanged parameter(
            Header header,
            String controlId,
            String parameter,
            String value,
            Instant effectiveFrom,
            String reason,
            String approver) {
        return new ParameterChanged(header, controlId, parameter, value, effectiveFrom, reason, Optional.of(approver));
    }

    /** {@link ReferenceEvent.SystemRegistered} in the making. */
    public static final class SystemRegisteredBuilder {
        private final Header header;
        private final String systemId;
        private final Instant effectiveFrom;
        private boolean production = true;
        private boolean privileged = false;
        private boolean soxInScope = true;
        private boolean socInScope = true;
        private Optional<Instant> ownersConfirmedAt = Optional.empty();
        private List<String> processes = List.of();
        private List<String> emergencyApprovers = List.of();
        private Owners owners = new Owners(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        private SystemRegisteredBuilder(Header header, String systemId, Instant effectiveFrom) {
            this.header = header;
            this.systemId = systemId;
            this.effectiveFrom = effectiveFrom;
        }

        public SystemRegisteredBuilder production(boolean value) {
            this.production = value;
            return this;
        }

        public SystemRegisteredBuilder privileged(boolean value) {
            this.privileged = value;
            return this;
        }

        public SystemRegisteredBuilder sox(boolean value) {
            this.soxInScope = value;
            return this;
        }

        public SystemRegisteredBuilder soc(boolean value) {
            this.socInScope = value;
            return this;
        }

        public SystemRegisteredBuilder confirmedAt(Optional<Instant> value) {
            this.ownersConfirmedAt = value;
            return this;
        }

        public SystemRegisteredBuilder processes(List<String> value) {
            this.processes = value;
            return this;
        }

        public SystemRegisteredBuilder emergencyApprovers(List<String> value) {
            this.emergencyApprovers = value;
            return this;
        }

        public SystemRegisteredBuilder owners(Owners value) {
            this.owners = value;
            return this;
        }

        public ReferenceEvent.SystemRegistered build() {
            return new ReferenceEvent.SystemRegistered(
                    header,
                    systemId,
                    effectiveFrom,
                    production,
                    privileged,
                    soxInScope,
                    socInScope,
                    processes,
                    owners,
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    emergencyApprovers,
                    List.of(),
                    ownersConfirmedAt,
                    Optional.empty());
        }
    }

    /** {@link ReferenceEvent.SourceDeclared} in the making. */
    public static final class SourceDeclaredBuilder {
        private final Header header;
        private final String sourceId;
        private final Instant effectiveFrom;
        private final List<Feed> feeds;
        private List<String> systems = List.of();
        private Optional<Duration> assumedLateness = Optional.empty();
        private Duration grace = Duration.ZERO;
        private Optional<Duration> silentAfter = Optional.empty();
        private Optional<Duration> clockTolerance = Optional.empty();

        private SourceDeclaredBuilder(Header header, String sourceId, Instant effectiveFrom, List<Feed> feeds) {
            this.header = header;
            this.sourceId = sourceId;
            this.effectiveFrom = effectiveFrom;
            this.feeds = feeds;
        }

        public SourceDeclaredBuilder systems(List<String> value) {
            this.systems = value;
            return this;
        }

        public SourceDeclaredBuilder assumedLateness(Optional<Duration> value) {
            this.assumedLateness = value;
            return this;
        }

        public SourceDeclaredBuilder grace(Duration value) {
            this.grace = value;
            return this;
        }

        public SourceDeclaredBuilder silentAfter(Optional<Duration> value) {
            this.silentAfter = value;
            return this;
        }

        public SourceDeclaredBuilder clockTolerance(Optional<Duration> value) {
            this.clockTolerance = value;
            return this;
        }

        public ReferenceEvent.SourceDeclared build() {
            return new ReferenceEvent.SourceDeclared(
                    header,
                    sourceId,
                    effectiveFrom,
                    feeds,
                    systems,
                    Optional.empty(),
                    Optional.empty(),
                    assumedLateness,
                    grace,
                    silentAfter,
                    clockTolerance);
        }
    }

    /** {@link ReferenceEvent.EntitlementMapped} in the making. */
    public static final class EntitlementMappedBuilder {
        private final Header header;
        private final String systemId;
        private final String entitlement;
        private final Instant effectiveFrom;
        private final List<FunctionUse> functions;
        private boolean privileged = false;

        private EntitlementMappedBuilder(
                Header header,
                String systemId,
                String entitlement,
                Instant effectiveFrom,
                List<FunctionUse> functions) {
            this.header = header;
            this.systemId = systemId;
            this.entitlement = entitlement;
            this.effectiveFrom = effectiveFrom;
            this.functions = functions;
        }

        public EntitlementMappedBuilder privileged(boolean value) {
            this.privileged = value;
            return this;
        }

        public ReferenceEvent.EntitlementMapped build() {
            return new ReferenceEvent.EntitlementMapped(
                    header,
                    systemId,
                    entitlement,
                    effectiveFrom,
                    functions,
                    privileged,
                    Optional.empty(),
                    false,
                    List.of(),
                    List.of(),
                    Optional.empty());
        }
    }

    /** {@link ReferenceEvent.RoleDefined} in the making. */
    public static final class RoleDefinedBuilder {
        private final Header header;
        private final String systemId;
        private final String roleId;
        private final Instant effectiveFrom;
        private final List<String> entitlements;
        private List<String> children = List.of();
        private List<String> denied = List.of();
        private List<String> scope = List.of();

        private RoleDefinedBuilder(
                Header header, String systemId, String roleId, Instant effectiveFrom, List<String> entitlements) {
            this.header = header;
            this.systemId = systemId;
            this.roleId = roleId;
            this.effectiveFrom = effectiveFrom;
            this.entitlements = entitlements;
        }

        public RoleDefinedBuilder children(List<String> value) {
            this.children = value;
            return this;
        }

        public RoleDefinedBuilder denied(List<String> value) {
            this.denied = value;
            return this;
        }

        public RoleDefinedBuilder scope(List<String> value) {
            this.scope = value;
            return this;
        }

        public ReferenceEvent.RoleDefined build() {
            return new ReferenceEvent.RoleDefined(
                    header, systemId, roleId, effectiveFrom, entitlements, children, denied, scope, false);
        }
    }
}
