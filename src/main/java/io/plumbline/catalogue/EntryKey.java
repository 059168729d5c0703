package io.plumbline.catalogue;

import io.plumbline.event.ReferenceEvent;
import io.plumbline.event.ReferenceEvent.BirthrightPublished;
import io.plumbline.event.ReferenceEvent.CalendarPublished;
import io.plumbline.event.ReferenceEvent.CatalogueChangeApproved;
import io.plumbline.event.ReferenceEvent.ControlStaged;
import io.plumbline.event.ReferenceEvent.DelegationRecorded;
import io.plumbline.event.ReferenceEvent.EntitlementMapped;
import io.plumbline.event.ReferenceEvent.ExemptionGranted;
import io.plumbline.event.ReferenceEvent.ExemptionRevoked;
import io.plumbline.event.ReferenceEvent.FunctionDefined;
import io.plumbline.event.ReferenceEvent.MitigationPerformed;
import io.plumbline.event.ReferenceEvent.ParameterChanged;
import io.plumbline.event.ReferenceEvent.PositionModelled;
import io.plumbline.event.ReferenceEvent.RoleDefined;
import io.plumbline.event.ReferenceEvent.RoleRetired;
import io.plumbline.event.ReferenceEvent.SodRuleDisabled;
import io.plumbline.event.ReferenceEvent.SodRulePublished;
import io.plumbline.event.ReferenceEvent.SourceDeclared;
import io.plumbline.event.ReferenceEvent.SystemRegistered;
import io.plumbline.event.ReferenceEvent.SystemRetired;

/** The key of an entry of the catalogue: what all its versions have in common, its kind first. */
public final class EntryKey {

    /** What keys of systems begin with. */
    static final String SYSTEM = "system|";
    /** What keys of roles begin with. */
    static final String ROLE = "role|";
    /** What keys of segregation-of-duties rules begin with. */
    static final String RULE = "rule|";

    private EntryKey() {}

    /** That of the entry an event is a version of. */
    public static String of(ReferenceEvent event) {
        if (event instanceof SystemRegistered system) {
            return system(system.systemId());
        } else if (event instanceof SourceDeclared source) {
            return "source|" + source.sourceId();
        } else if (event instanceof FunctionDefined function) {
            return function(function.functionId());
        } else if (event instanceof EntitlementMapped mapped) {
            return entitlement(mapped.systemId(), mapped.entitlement());
        } else if (event instanceof RoleDefined role) {
            return ROLE + role.systemId() + "|" + role.roleId();
        } else if (event instanceof BirthrightPublished birthright) {
            return birthright(birthright.systemId(), birthright.entitlement());
        } else if (event instanceof SodRulePublished rule) {
            return RULE + rule.ruleId();
        } else if (event instanceof SodRuleDisabled rule) {
            return RULE + rule.ruleId();
        }
        if (event instanceof ControlStaged staged) {
            return control(staged.controlId());
        } else if (event instanceof CalendarPublished calendar) {
            return calendar(calendar.calendarId());
        } else if (event instanceof ExemptionGranted exemption) {
            return "exemption|" + exemption.exemptionId();
        } else if (event instanceof ExemptionRevoked exemption) {
            return "exemption|" + exemption.exemptionId();
        } else if (event instanceof SystemRetired system) {
            return systemEnd(system.systemId());
        } else if (event instanceof RoleRetired role) {
            return ROLE + role.systemId() + "|" + role.roleId();
        } else if (event instanceof PositionModelled model) {
            return position(model.systemId(), model.position());
        } else if (event instanceof DelegationRecorded delegation) {
            return "delegation|" + delegation.delegationId();
        } else if (event instanceof MitigationPerformed performed) {
            return "mitigation|" + performed.mitigationRef() + "|"
                    + performed.subjectKey().orElse("");
        } else if (event instanceof CatalogueChangeApproved change) {
            return "change|" + change.changeId();
        }
        if (event instanceof ReferenceEvent.BoundaryItemRegistered item) {
            return "boundary|" + item.systemId() + "|" + item.itemId();
        } else if (event instanceof ReferenceEvent.PersonAliased alias) {
            return "alias|" + alias.aliasId();
        } else if (event instanceof ReferenceEvent.FiscalPeriodPublished period) {
            return "period|" + period.periodId();
        } else if (event instanceof ReferenceEvent.CampaignOpened campaign) {
            return "campaign|" + campaign.campaignId();
        } else if (event instanceof ReferenceEvent.CampaignClosed campaign) {
            return "campaign-end|" + campaign.campaignId();
        }
        ParameterChanged changed = (ParameterChanged) event;
        return parameter(changed.controlId(), changed.parameter());
    }

    static String system(String systemId) {
        return SYSTEM + systemId;
    }

    /** That of the statement that a system is gone: an entry of its own, since its registration goes on. */
    static String systemEnd(String systemId) {
        return "system-end|" + systemId;
    }

    static String entitlement(String systemId, String entitlement) {
        return "entitlement|" + systemId + "|" + entitlement;
    }

    static String position(String systemId, String position) {
        return "position|" + systemId + "|" + position;
    }

    static String birthright(String systemId, String entitlement) {
        return "birthright|" + systemId + "|" + entitlement;
    }

    static String function(String functionId) {
        return "function|" + functionId;
    }

    static String control(String controlId) {
        return "control|" + controlId;
    }

    static String calendar(String calendarId) {
        return "calendar|" + calendarId;
    }

    static String parameter(String controlId, String parameter) {
        return "parameter|" + controlId + "|" + parameter;
    }
}
