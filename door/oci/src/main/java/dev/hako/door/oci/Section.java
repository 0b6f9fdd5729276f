package dev.hako.door.oci;

/// What a record holds, in the order of `enum record_section`.
enum Section {
    PLAN_WORDS,
    STARTED_PLAN,
    STARTED_WORDS,
    REMOVAL_PLAN,
    REMOVAL_WORDS,
    BUNDLE_PATH,
    ROOTFS,
    ANNOTATIONS,
    GROUPS,
    NOTES,
    SPEC,
    NET_DEVICES,
    TEXT,
    SCOPE_BEGIN,
    SCOPE_CHANGE,
    SCOPE_END
}
