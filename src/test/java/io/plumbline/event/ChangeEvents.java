package io.plumbline.event;

import java.util.List;
import java.util.Optional;

/** Made for tests: approvals of changes and deployments, whose further fields are what they mostly are. */
public final class ChangeEvents {

    private ChangeEvents() {}

    /** An approval of a change, for any item and without a window. */
    public static ApprovedBuilder approved(Header header, String changeId, String systemId, String approverId) {
        return new ApprovedBuilder(header, changeId, systemId, approverId);
    }

    /** A deployment that nobody is known to have written. */
    public static DeployedBuilder deployed(
            Header header,
            String deploymentId,
            String systemId,
            String environment,
            List<String> changeIds,
            String artefactDigest,
            Principal deployer) {
        return new DeployedBuilder(header, deploymentId, systemId, environment, changeIds, artefactDigest, deployer);
    }

    /** {@link ChangeEvent.Approved} in the making. */
    public static final class ApprovedBuilder {
        private final Header header;
        private final String changeId;
        private final String systemId;
        private final String approverId;
        private List<String> artefactDigests = List.of();

        private ApprovedBuilder(Header header, String changeId, String systemId, String approverId) {
            this.header = header;
            this.changeId = changeId;
            this.systemId = systemId;
            this.approverId = approverId;
        }

        public ApprovedBuilder artefacts(List<String> value) {
            this.artefactDigests = value;
            return this;
        }

        public ChangeEvent.Approved build() {
            return new ChangeEvent.Approved(
                    header,
                    changeId,
                    systemId,
                    approverId,
                    List.of(),
                    artefactDigests,
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /** {@link ChangeEvent.Deployed} in the making. */
    public static final class DeployedBuilder {
        private final Header header;
        private final String deploymentId;
        private final String systemId;
        private final String environment;
        private final List<String> changeIds;
        private final String artefactDigest;
        private final Principal deployer;
        private List<String> authorIds = List.of();
        private Optional<String> sessionId = Optional.empty();

        private DeployedBuilder(
                Header header,
                String deploymentId,
                String systemId,
                String environment,
                List<String> changeIds,
                String artefactDigest,
                Principal deployer) {
            this.header = header;
            this.deploymentId = deploymentId;
            this.systemId = systemId;
            this.environment = environment;
            this.changeIds = changeIds;
            this.artefactDigest = artefactDigest;
            this.deployer = deployer;
        }

        public DeployedBuilder authors(List<String> value) {
            this.authorIds = value;
            return this;
        }

        public DeployedBuilder session(String value) {
            this.sessionId = Optional.of(value);
            return this;
        }

        public DeployedBuilder session(Optional<String> value) {
            this.sessionId = value;
            return this;
        }

        public ChangeEvent.Deployed build() {
            return new ChangeEvent.Deployed(
                    header,
                    deploymentId,
                    systemId,
                    environment,
                    changeIds,
                    artefactDigest,
                    Optional.empty(),
                    deployer,
                    Optional.empty(),
                    authorIds,
                    sessionId);
        }
    }
}
