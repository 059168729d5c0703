package io.plumbline.event;

/** An account of a system; account ids are unique within their system only. */
public record AccountRef(String systemId, String accountId) {

    public AccountRef {
        if (systemId.isBlank() || accountId.isBlank()) {
            throw new IllegalArgumentException("an account needs a system id and an account id");
        }
    }

    public Subject subject() {
        return new Subject(SubjectKind.ACCOUNT, systemId + "/" + accountId);
    }

    @Override
    public String toString() {
        return systemId + "/" + accountId;
    }
}
