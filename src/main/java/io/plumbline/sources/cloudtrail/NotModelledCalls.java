package io.plumbline.sources.cloudtrail;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Calls that are known and give no event, each with the reason.
 *
 * <p>Infrastructure calls stand here and not among the configuration edits, because CloudTrail does not say which resources
 * are governed by change management; as edits, every call of a test run would be an unapproved change. Calls that only read
 * need no entry. A writing call that stands neither here nor among the mapped ones is reported as unknown.
 */
final class NotModelledCalls {

    private record Group(String reason, String service, List<String> names) {
        private static Group of(String reason, String service, String... names) {
            return new Group(reason, service, List.of(names));
        }

        Stream<Map.Entry<String, String>> entries() {
            return names.stream().map(name -> Map.entry(service + ":" + name, reason));
        }
    }

    private static final String TRUST = "says who may assume a role; the sessions themselves are mapped";
    private static final String POLICY_CONTENT =
            "changes what a policy allows; attachments are mapped, contents are not read";
    private static final String GROUP_CONTENT =
            "changes what a group gives; one call does not state the group's full content";
    private static final String INSTANCE_PROFILE = "hands a role to machines; whose access that is, is not stated";
    private static final String CREDENTIAL_STATE =
            "changes a credential that stays; only issue and deletion are modelled";
    private static final String SIGN_IN = "a sign-in without a role; whether it is privileged is not stated";
    private static final String FEDERATED =
            "a session of someone outside IAM, whose identity the call states only as claims";
    private static final String AUDIT_TRAIL = "configures logging; not known to be under change management";
    private static final String NETWORK = "configures the network; not known to be under change management";
    private static final String COMPUTE = "configures machines or disks; not known to be under change management";
    private static final String SHARING =
            "opens a resource to others; access of outsiders to single resources is not modelled";
    private static final String FUNCTIONS = "configures functions; not known to be under change management";
    private static final String DATABASE = "configures databases; not known to be under change management";
    private static final String STORAGE = "configures storage; not known to be under change management";
    private static final String SECRETS = "manages application secrets; their holders are not stated";
    private static final String PARAMETERS = "manages application parameters; not known to be under change management";
    private static final String COMMANDS = "runs commands on machines; not a session of the AWS account";
    private static final String AGENT = "a machine reports about itself";
    private static final String AWS_ITSELF = "AWS itself carries out what was asked for earlier";

    private static final Map<String, String> REASONS = Stream.of(
                    Group.of(TRUST, "iam", "UpdateAssumeRolePolicy"),
                    Group.of(
                            TRUST,
                            "rolesanywhere",
                            "CreateProfile",
                            "CreateTrustAnchor",
                            "DeleteProfile",
                            "DeleteTrustAnchor"),
                    Group.of(
                            POLICY_CONTENT,
                            "iam",
                            "CreatePolicy",
                            "CreatePolicyVersion",
                            "DeletePolicy",
                            "DeletePolicyVersion",
                            "SetDefaultPolicyVersion",
                            "PutUserPermissionsBoundary",
                            "PutRolePermissionsBoundary",
                            "DeleteUserPermissionsBoundary",
                            "DeleteRolePermissionsBoundary"),
                    Group.of(
                            GROUP_CONTENT,
                            "iam",
                            "CreateGroup",
                            "DeleteGroup",
                            "AttachGroupPolicy",
                            "DetachGroupPolicy",
                            "PutGroupPolicy",
                            "DeleteGroupPolicy"),
                    Group.of(
                            INSTANCE_PROFILE,
                            "iam",
                            "CreateInstanceProfile",
                            "DeleteInstanceProfile",
                            "AddRoleToInstanceProfile",
                            "RemoveRoleFromInstanceProfile",
                            "TagInstanceProfile"),
                    Group.of(
                            CREDENTIAL_STATE,
                            "iam",
                            "UpdateAccessKey",
                            "UpdateLoginProfile",
                            "ChangePassword",
                            "CreateVirtualMFADevice",
                            "EnableMFADevice",
                            "DeactivateMFADevice"),
                    Group.of(
                            "renames or moves an account; the model has no renaming, so its later events name another account",
                            "iam",
                            "UpdateUser"),
                    Group.of(
                            "asks for a deletion that happens later; the call does not state that it succeeded",
                            "iam",
                            "DeleteServiceLinkedRole"),
                    Group.of(SIGN_IN, "signin", "ConsoleLogin", "CheckMfa", "SwitchRole", "ExitRole"),
                    Group.of("a temporary key of the same user; no role is taken on", "sts", "GetSessionToken"),
                    Group.of(FEDERATED, "sts", "AssumeRoleWithSAML", "AssumeRoleWithWebIdentity", "GetFederationToken"),
                    Group.of(
                            AUDIT_TRAIL,
                            "cloudtrail",
                            "CreateTrail",
                            "DeleteTrail",
                            "UpdateTrail",
                            "PutEventSelectors",
                            "StartLogging",
                            "StopLogging"),
                    Group.of(AUDIT_TRAIL, "logs", "CreateLogGroup", "DeleteLogGroup"),
                    Group.of(AUDIT_TRAIL, "ec2", "CreateFlowLogs", "DeleteFlowLogs"),
                    Group.of(
                            NETWORK,
                            "ec2",
                            "AllocateAddress",
                            "AssociateRouteTable",
                            "AttachInternetGateway",
                            "AuthorizeSecurityGroupEgress",
                            "AuthorizeSecurityGroupIngress",
                            "CreateInternetGateway",
                            "CreateNatGateway",
                            "CreateNetworkInterface",
                            "CreateRoute",
                            "CreateRouteTable",
                            "CreateSecurityGroup",
                            "CreateSubnet",
                            "CreateVpc",
                            "DeleteInternetGateway",
                            "DeleteNatGateway",
                            "DeleteNetworkInterface",
                            "DeleteRoute",
                            "DeleteRouteTable",
                            "DeleteSecurityGroup",
                            "DeleteSubnet",
                            "DeleteVpc",
                            "DetachInternetGateway",
                            "DisassociateRouteTable",
                            "ReleaseAddress",
                            "RevokeSecurityGroupEgress",
                            "RevokeSecurityGroupIngress"),
                    Group.of(
                            COMPUTE,
                            "ec2",
                            "CreateSnapshot",
                            "CreateTags",
                            "CreateVolume",
                            "DeleteSnapshot",
                            "DeleteVolume",
                            "DeregisterImage",
                            "ModifyInstanceAttribute",
                            "RegisterImage",
                            "RunInstances",
                            "TerminateInstances"),
                    Group.of(SHARING, "ec2", "ModifyImageAttribute", "ModifySnapshotAttribute"),
                    Group.of(SHARING, "rds", "ModifyDBSnapshotAttribute"),
                    Group.of(SHARING, "lambda", "AddPermission20150331v2", "RemovePermission20150331v2"),
                    Group.of(SHARING, "s3", "PutBucketPolicy", "DeleteBucketPolicy"),
                    Group.of(
                            FUNCTIONS,
                            "lambda",
                            "CreateFunction20150331",
                            "DeleteFunction20150331",
                            "UpdateFunctionCode20150331v2"),
                    Group.of(
                            DATABASE,
                            "rds",
                            "CreateDBInstance",
                            "CreateDBSnapshot",
                            "CreateDBSubnetGroup",
                            "DeleteDBInstance",
                            "DeleteDBSnapshot"),
                    Group.of(
                            STORAGE,
                            "s3",
                            "CreateBucket",
                            "DeleteBucket",
                            "DeleteBucketLifecycle",
                            "PutBucketLifecycle",
                            "PutBucketTagging"),
                    Group.of(SECRETS, "secretsmanager", "CreateSecret", "DeleteSecret", "PutSecretValue"),
                    Group.of(PARAMETERS, "ssm", "PutParameter", "DeleteParameter"),
                    Group.of(COMMANDS, "ssm", "SendCommand", "StartSession", "TerminateSession"),
                    Group.of(
                            AGENT,
                            "ssm",
                            "PutComplianceItems",
                            "PutInventory",
                            "UpdateInstanceAssociationStatus",
                            "UpdateInstanceInformation"),
                    Group.of(AWS_ITSELF, "ec2", "SharedSnapshotVolumeCreated"),
                    Group.of(AWS_ITSELF, "secretsmanager", "StartSecretVersionDelete", "EndSecretVersionDelete"))
            .flatMap(Group::entries)
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private NotModelledCalls() {}

    /** Why a call, as {@code ec2:CreateVpc}, gives no event; empty where the call is not listed. */
    static Optional<String> reason(String name) {
        return Optional.ofNullable(REASONS.get(name));
    }
}
