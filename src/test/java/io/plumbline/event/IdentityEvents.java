package io.plumbline.event;

import io.plumbline.event.IdentityEvent.AutonomyLevel;
import io.plumbline.event.IdentityEvent.IdentityType;
import io.plumbline.event.IdentityEvent.PositionChangeReason;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Made for tests: identities, accounts, profiles, positions and mandates, whose further fields are what they mostly are. */
public final class IdentityEvents {

    private IdentityEvents() {}

    /** An identity of which nothing else is known. */
    public static CreatedBuilder created(Header header, String identityId, IdentityType identityType) {
        return new CreatedBuilder(header, identityId, identityType);
    }

    /** An account of nobody known, without privilege or end. */
    public static AccountCreatedBuilder accountCreated(Header header, AccountRef account) {
        return new AccountCreatedBuilder(header, account);
    }

    /** A profile that says nothing yet. */
    public static ProfiledBuilder profiled(Header header, String identityId) {
        return new ProfiledBuilder(header, identityId);
    }

    /** A transfer for good. */
    public static PositionChangedBuilder positionChanged(
            Header header, String identityId, String position, Instant effectiveAt) {
        return new PositionChangedBuilder(header, identityId, position, effectiveAt);
    }

    /** A mandate to act by itself, without end. */
    public static MandateGrantedBuilder mandateGranted(
            Header header, String mandateId, String identityId, String sponsorId, Instant validFrom) {
        return new MandateGrantedBuilder(header, mandateId, identityId, sponsorId, validFrom);
    }

    /** {@link IdentityEvent.Created} in the making. */
    public static final class CreatedBuilder {
        private final Header header;
        private final String identityId;
        private final IdentityType identityType;
        private Optional<String> employeeId = Optional.empty();
        private Optional<String> managerId = Optional.empty();

        private CreatedBuilder(Header header, String identityId, IdentityType identityType) {
            this.header = header;
            this.identityId = identityId;
            this.identityType = identityType;
        }

        public CreatedBuilder employee(String value) {
            this.employeeId = Optional.of(value);
            return this;
        }

        public CreatedBuilder manager(String value) {
            this.managerId = Optional.of(value);
            return this;
        }

        public IdentityEvent.Created build() {
            return new IdentityEvent.Created(header, identityId, identityType, employeeId, managerId, Optional.empty());
        }
    }

    /** {@link IdentityEvent.AccountCreated} in the making. */
    public static final class AccountCreatedBuilder {
        private final Header header;
        private final AccountRef account;
        private Optional<String> identityId = Optional.empty();
        private Optional<IdentityType> accountType = Optional.empty();

        private AccountCreatedBuilder(Header header, AccountRef account) {
            this.header = header;
            this.account = account;
        }

        public AccountCreatedBuilder identity(String value) {
            this.identityId = Optional.of(value);
            return this;
        }

        public AccountCreatedBuilder identity(Optional<String> value) {
            this.identityId = value;
            return this;
        }

        public AccountCreatedBuilder type(IdentityType value) {
            this.accountType = Optional.of(value);
            return this;
        }

        public IdentityEvent.AccountCreated build() {
            return new IdentityEvent.AccountCreated(header, account, identityId, false, accountType, Optional.empty());
        }
    }

    /** {@link IdentityEvent.Profiled} in the making. */
    public static final class ProfiledBuilder {
        private final Header header;
        private final String identityId;
        private Optional<Instant> startsAt = Optional.empty();
        private Optional<Instant> endsAt = Optional.empty();
        private Optional<String> vendorId = Optional.empty();
        private Optional<String> purpose = Optional.empty();
        private Optional<Instant> purposeEndsAt = Optional.empty();
        private Optional<String> replacedBy = Optional.empty();
        private List<String> workloads = List.of();
        private Optional<String> environment = Optional.empty();
        private List<String> usedFrom = List.of();
        private List<String> tags = List.of();
        private Optional<String> sponsorId = Optional.empty();

        private ProfiledBuilder(Header header, String identityId) {
            this.header = header;
            this.identityId = identityId;
        }

        public ProfiledBuilder startsAt(Optional<Instant> value) {
            this.startsAt = value;
            return this;
        }

        public ProfiledBuilder endsAt(Optional<Instant> value) {
            this.endsAt = value;
            return this;
        }

        public ProfiledBuilder vendorId(Optional<String> value) {
            this.vendorId = value;
            return this;
        }

        public ProfiledBuilder purpose(String value) {
            this.purpose = Optional.of(value);
            return this;
        }

        public ProfiledBuilder purposeEndsAt(Optional<Instant> value) {
            this.purposeEndsAt = value;
            return this;
        }

        public ProfiledBuilder replacedBy(Optional<String> value) {
            this.replacedBy = value;
            return this;
        }

        public ProfiledBuilder workloads(List<String> value) {
            this.workloads = value;
            return this;
        }

        public ProfiledBuilder environment(Optional<String> value) {
            this.environment = value;
            return this;
        }

        public ProfiledBuilder usedFrom(List<String> value) {
            this.usedFrom = value;
            return this;
        }

        public ProfiledBuilder tags(List<String> value) {
            this.tags = value;
            return this;
        }

        public ProfiledBuilder sponsorId(String value) {
            this.sponsorId = Optional.of(value);
            return this;
        }

        public ProfiledBuilder sponsorId(Optional<String> value) {
            this.sponsorId = value;
            return this;
        }

        public IdentityEvent.Profiled build() {
            return new IdentityEvent.Profiled(
                    header,
                    identityId,
                    startsAt,
                    endsAt,
                    vendorId,
                    purpose,
                    purposeEndsAt,
                    replacedBy,
                    workloads,
                    environment,
                    usedFrom,
                    tags,
                    sponsorId);
        }
    }

    /** {@link IdentityEvent.PositionChanged} in the making. */
    public static final class PositionChangedBuilder {
        private final Header header;
        private final String identityId;
        private final String position;
        private final Instant effectiveAt;
        private Optional<String> managerId = Optional.empty();
        private Optional<Instant> until = Optional.empty();
        private PositionChangeReason reason = PositionChangeReason.TRANSFER;
        private Optional<String> massChangeRef = Optional.empty();

        private PositionChangedBuilder(Header header, String identityId, String position, Instant effectiveAt) {
            this.header = header;
            this.identityId = identityId;
            this.position = position;
            this.effectiveAt = effectiveAt;
        }

        public PositionChangedBuilder manager(String value) {
            this.managerId = Optional.of(value);
            return this;
        }

        public PositionChangedBuilder manager(Optional<String> value) {
            this.managerId = value;
            return this;
        }

        public PositionChangedBuilder until(Optional<Instant> value) {
            this.until = value;
            return this;
        }

        public PositionChangedBuilder reason(PositionChangeReason value) {
            this.reason = value;
            return this;
        }

        public PositionChangedBuilder massChange(Optional<String> value) {
            this.massChangeRef = value;
            return this;
        }

        public IdentityEvent.PositionChanged build() {
            return new IdentityEvent.PositionChanged(
                    header,
                    identityId,
                    position,
                    Optional.empty(),
                    Optional.empty(),
                    managerId,
                    effectiveAt,
                    until,
                    reason,
                    massChangeRef);
        }
    }

    /** {@link IdentityEvent.MandateGranted} in the making. */
    public static final class MandateGrantedBuilder {
        private final Header header;
        private final String mandateId;
        private final String identityId;
        private final String sponsorId;
        private final Instant validFrom;
        private List<String> functions = List.of();
        private List<String> systems = List.of();
        private Optional<BigDecimal> amountLimit = Optional.empty();
        private AutonomyLevel autonomy = AutonomyLevel.ACT;
        private Optional<Instant> validTo = Optional.empty();
        private Optional<String> approverId = Optional.empty();

        private MandateGrantedBuilder(
                Header header, String mandateId, String identityId, String sponsorId, Instant validFrom) {
            this.header = header;
            this.mandateId = mandateId;
            this.identityId = identityId;
            this.sponsorId = sponsorId;
            this.validFrom = validFrom;
        }

        public MandateGrantedBuilder functions(List<String> value) {
            this.functions = value;
            return this;
        }

        public MandateGrantedBuilder systems(List<String> value) {
            this.systems = value;
            return this;
        }

        public MandateGrantedBuilder amountLimit(Optional<BigDecimal> value) {
            this.amountLimit = value;
            return this;
        }

        public MandateGrantedBuilder autonomy(AutonomyLevel value) {
            this.autonomy = value;
            return this;
        }

        public MandateGrantedBuilder until(Instant value) {
            this.validTo = Optional.of(value);
            return this;
        }

        public MandateGrantedBuilder until(Optional<Instant> value) {
            this.validTo = value;
            return this;
        }

        public MandateGrantedBuilder approver(String value) {
            this.approverId = Optional.of(value);
            return this;
        }

        public IdentityEvent.MandateGranted build() {
            return new IdentityEvent.MandateGranted(
                    header,
                    mandateId,
                    identityId,
                    sponsorId,
                    functions,
                    systems,
                    amountLimit,
                    autonomy,
                    validFrom,
                    validTo,
                    approverId);
        }
    }
}
