//! The tables, as Diesel sees them. The migrations make them.

diesel::table! {
    users (id) {
        id -> Text,
        username -> Text,
        role -> Text,
        status -> Text,
        password_hash -> Nullable<Text>,
        device_mark -> Nullable<BigInt>,
        version -> BigInt,
        version_raised_at -> BigInt,
        created_at -> BigInt,
        last_signed_in_at -> Nullable<BigInt>,
        email -> Nullable<Text>,
        deleted_at -> Nullable<BigInt>,
        state -> Text,
        last_signed_in_sortable -> BigInt,
        time_zone -> Nullable<Text>,
        language -> Nullable<Text>,
        email_verified_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        user_id -> Text,
        seed -> Binary,
        generation -> BigInt,
        confirmed_generation -> BigInt,
        rotated_at -> BigInt,
        remembered -> Bool,
        signed_in_at -> BigInt,
        password_confirmed_at -> BigInt,
        last_seen_at -> BigInt,
        idle_milliseconds -> BigInt,
        idle_expires_at -> BigInt,
        absolute_expires_at -> BigInt,
        ip -> Text,
        user_agent -> Text,
        label -> Nullable<Text>,
        revoked_at -> Nullable<BigInt>,
        revocation_reason -> Nullable<Text>,
        renewal_recorded_at -> BigInt,
        username -> Text,
        device -> Text,
        ip_sortable -> Text,
        state -> Text,
        last_visit_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    signing_keys (kid) {
        kid -> Text,
        algorithm -> Text,
        sealed_private_key -> Binary,
        created_at -> BigInt,
        signs_from -> BigInt,
        retires_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    setup_codes (digest) {
        digest -> Binary,
        expires_at -> BigInt,
    }
}

diesel::table! {
    events (id) {
        id -> BigInt,
        at -> BigInt,
        kind -> Text,
        user_id -> Nullable<Text>,
        actor_id -> Nullable<Text>,
        session_id -> Nullable<Text>,
        ip -> Nullable<Text>,
        user_agent -> Nullable<Text>,
        request_id -> Nullable<Text>,
        detail -> Nullable<Text>,
    }
}

diesel::table! {
    account_links (digest) {
        digest -> Binary,
        user_id -> Text,
        purpose -> Text,
        created_at -> BigInt,
        expires_at -> BigInt,
        mailed_to -> Nullable<Text>,
    }
}

diesel::table! {
    bulk_revocations (id) {
        id -> Text,
        created_at -> BigInt,
        created_by -> Nullable<Text>,
        filter -> Text,
        is_everybody -> Bool,
        matched -> Nullable<BigInt>,
        ended -> BigInt,
        position -> Nullable<Text>,
        passed_at -> BigInt,
        finished_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    event_seals (position) {
        position -> BigInt,
        first_event -> BigInt,
        last_event -> BigInt,
        events -> BigInt,
        digest -> Binary,
        mac -> Binary,
        sealed_at -> BigInt,
    }
}

diesel::table! {
    event_counts (hour, kind) {
        hour -> BigInt,
        kind -> Text,
        events -> BigInt,
    }
}

diesel::table! {
    event_prunings (last_event) {
        last_event -> BigInt,
        pruned_at -> BigInt,
    }
}

diesel::table! {
    measurements (name) {
        name -> Text,
        value -> BigInt,
        measured_at -> BigInt,
    }
}

diesel::table! {
    task_runs (name) {
        name -> Text,
        started_at -> BigInt,
        finished_at -> Nullable<BigInt>,
        outcome -> Text,
    }
}

diesel::table! {
    two_factor (user_id) {
        user_id -> Text,
        sealed_seed -> Binary,
        enabled_at -> BigInt,
        last_step -> BigInt,
    }
}

diesel::table! {
    code_failures (user_id, door, kind) {
        user_id -> Text,
        door -> Text,
        kind -> Text,
        failures -> BigInt,
        failed_at -> BigInt,
    }
}

diesel::table! {
    recovery_codes (digest) {
        digest -> Binary,
        user_id -> Text,
        created_at -> BigInt,
        hashing -> Nullable<Text>,
    }
}

diesel::table! {
    used_recovery_codes (user_id, digest) {
        user_id -> Text,
        digest -> Binary,
        used_at -> BigInt,
    }
}

diesel::table! {
    pending_sign_ins (digest) {
        digest -> Binary,
        user_id -> Text,
        remembered -> Bool,
        expires_at -> BigInt,
    }
}

diesel::table! {
    form_answers (digest) {
        digest -> Binary,
        claimed_until -> BigInt,
        sealed_answer -> Nullable<Binary>,
        expires_at -> BigInt,
    }
}

diesel::table! {
    throttle_tries (subject, mark) {
        subject -> Binary,
        mark -> Binary,
        at -> BigInt,
        tries -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    write_budgets (subject) {
        subject -> Text,
        whole_at -> BigInt,
    }
}

diesel::table! {
    throttle_locks (subject) {
        subject -> Binary,
        user_id -> Nullable<Text>,
        guesser -> Text,
        wrong -> BigInt,
        locked_until -> BigInt,
        told -> BigInt,
        expires_at -> BigInt,
    }
}

diesel::table! {
    throttle_refusals (quarter, network) {
        quarter -> BigInt,
        network -> Text,
        refused -> BigInt,
    }
}

diesel::table! {
    mails (id) {
        id -> BigInt,
        message_id -> Text,
        user_id -> Nullable<Text>,
        address -> Text,
        language -> Text,
        kind -> Text,
        sealed_letter -> Nullable<Binary>,
        created_at -> BigInt,
        expires_at -> Nullable<BigInt>,
        state -> Text,
        tries -> BigInt,
        next_try_at -> BigInt,
        held_until -> BigInt,
        answer -> Nullable<Text>,
        finished_at -> Nullable<BigInt>,
    }
}

diesel::table! {
    mail_requests (id) {
        id -> BigInt,
        purpose -> Text,
        network -> Text,
        sealed_request -> Nullable<Binary>,
        created_at -> BigInt,
    }
}

diesel::joinable!(account_links -> users (user_id));
diesel::joinable!(pending_sign_ins -> users (user_id));
diesel::joinable!(sessions -> users (user_id));

diesel::allow_tables_to_appear_in_same_query!(
    account_links,
    bulk_revocations,
    pending_sign_ins,
    sessions,
    throttle_locks,
    two_factor,
    users,
);
