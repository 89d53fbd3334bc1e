import PrometheusMetrics

/// Every metric the daemon has.
///
/// Labels are words of the program or of the configuration, never of a request: no address, no
/// name, no number of a ticket. Names of the process's own figures are those that every program
/// of this kind uses.
enum MetricCatalogue {
    static let all =
        doors + desk + calls + learning + outbox + store + directory + process

    private static let doors: [MetricDescription] = [
        MetricDescription(
            "helpdesk_http_requests_total",
            .counter,
            "Answers of the HTTP door, by route, method and status."
        ),
        MetricDescription(
            "helpdesk_http_request_seconds",
            MetricDescription.waits,
            "Time until an answer of the HTTP door was ready to be written."
        ),
        MetricDescription("helpdesk_http_connections", .gauge, "Open connections of HTTP."),
        MetricDescription(
            "helpdesk_http_connections_total",
            .counter,
            "Connections of HTTP that were let in."
        ),
        MetricDescription("helpdesk_lmtp_connections", .gauge, "Open connections of LMTP."),
        MetricDescription(
            "helpdesk_lmtp_sessions_total",
            .counter,
            "Connections of LMTP, served or turned away because there were too many."
        ),
        MetricDescription(
            "helpdesk_lmtp_refusals_total",
            .counter,
            "Replies of LMTP that refused something, for now (4yz) or for good (5yz)."
        ),
        MetricDescription(
            "helpdesk_mails_total",
            .counter,
            "Mails by what became of them, once for each recipient."
        ),
        MetricDescription(
            "helpdesk_mail_intake_seconds",
            MetricDescription.waits,
            "Time from the end of a mail to the verdicts on it, with the sync to disk."
        ),
        MetricDescription(
            "helpdesk_mailbox_up",
            .gauge,
            "1 when the last look into the mailbox that mail is taken out of ended well."
        ),
        MetricDescription(
            "helpdesk_mailbox_read_timestamp_seconds",
            .gauge,
            "When a look into that mailbox last ended well; 0 when none has since the start."
        ),
    ]

    private static let desk: [MetricDescription] = [
        MetricDescription(
            "helpdesk_tickets_opened_total",
            .counter,
            "Tickets opened, by the way the citizen came."
        ),
        MetricDescription(
            "helpdesk_tickets_resolved_total",
            .counter,
            "Tickets resolved, by outcome."
        ),
        MetricDescription(
            "helpdesk_messages_total",
            .counter,
            "Messages on tickets: from citizens, replies to them, and notes."
        ),
        MetricDescription(
            "helpdesk_handoffs_total",
            .counter,
            "Hand-offs of calls by the states they were left in, once for each."
        ),
        MetricDescription(
            "helpdesk_incidents_raised_total",
            .counter,
            "Incidents that the desk suspected by itself."
        ),
        MetricDescription(
            "helpdesk_incidents_open",
            .gauge,
            "Incidents that are not over, by whether somebody has confirmed them."
        ),
        MetricDescription(
            "helpdesk_incident_letters_waiting",
            .gauge,
            "Letters of answers to all of an incident's citizens that are not written yet."
        ),
        MetricDescription(
            "helpdesk_matches_total",
            .counter,
            "Questions put to the knowledge base, by whether an article answers them."
        ),
        MetricDescription(
            "helpdesk_match_seconds",
            MetricDescription.work,
            "Time the knowledge base took over a question."
        ),
    ]

    private static let learning: [MetricDescription] = [
        MetricDescription(
            "helpdesk_clock_alarms_total",
            .counter,
            "Promises to citizens that are about to be broken, or were."
        ),
        MetricDescription(
            "helpdesk_verdicts_total",
            .counter,
            "Verdicts of staff on suggested articles."
        ),
        MetricDescription(
            "helpdesk_evidence",
            .gauge,
            "What tickets have taught, as it is in force."
        ),
        MetricDescription(
            "helpdesk_calibration_own",
            .gauge,
            "1 when the confidence is fitted to this desk's own outcomes."
        ),
        MetricDescription(
            "helpdesk_calibration_answerable_min",
            .gauge,
            "The confidence from which an article may answer by itself; over 1 when none may."
        ),
        MetricDescription(
            "helpdesk_learning_seconds",
            MetricDescription.waits,
            "Time it took to make a knowledge base with new evidence."
        ),
        MetricDescription(
            "helpdesk_learning_failures_total",
            .counter,
            "Times that the evidence could not be read."
        ),
    ]

    private static let calls: [MetricDescription] = [
        MetricDescription(
            "helpdesk_calls_total",
            .counter,
            "Calls that ended, by what came of them."
        ),
        MetricDescription(
            "helpdesk_call_answer_seconds",
            MetricDescription.rings,
            "Time a citizen waited until somebody answered."
        ),
        MetricDescription(
            "helpdesk_handoffs_by_destination_total",
            .counter,
            "Hand-offs that the switchboard carried out, by destination and how they ended."
        ),
        MetricDescription("helpdesk_calls_waiting", .gauge, "Citizens who wait for a clerk."),
        MetricDescription("helpdesk_calls_under_way", .gauge, "Calls that have not ended."),
        MetricDescription("helpdesk_clerks_on_duty", .gauge, "Clerks who take calls."),
        MetricDescription(
            "helpdesk_sip_peer_up",
            .gauge,
            "1 when the telephone system answered the last time it was asked."
        ),
        MetricDescription(
            "helpdesk_sip_registered",
            .gauge,
            "1 while the desk is registered at the telephone system."
        ),
        MetricDescription(
            "helpdesk_sip_watch_failures_total",
            .counter,
            "Times that the telephone system did not tell of a line's calls, or not readably."
        ),
    ]

    private static let outbox: [MetricDescription] = [
        MetricDescription(
            "helpdesk_outbox_letters",
            .gauge,
            "Letters that have not left: due, deferred, carried just now, failed for good."
        ),
        MetricDescription(
            "helpdesk_outbox_oldest_due_age_seconds",
            .gauge,
            "For how long the oldest letter that has not left has waited, tried or not."
        ),
        MetricDescription(
            "helpdesk_outbox_attempts_total",
            .counter,
            "Attempts to hand a letter to the mail server, by result."
        ),
        MetricDescription(
            "helpdesk_mail_brake",
            .gauge,
            "1 while all automatic mail is stopped."
        ),
        MetricDescription(
            "helpdesk_quarantine_mails",
            .gauge,
            "Mails that are held, until somebody lets them through or throws them away."
        ),
        MetricDescription(
            "helpdesk_quarantine_oldest_age_seconds",
            .gauge,
            "For how long the oldest of them has been held; mail.quarantine-days ends it."
        ),
        MetricDescription(
            "helpdesk_outbox_submission_seconds",
            MetricDescription.waits,
            "Time it took to hand a letter over, or to fail."
        ),
    ]

    private static let store: [MetricDescription] = [
        MetricDescription(
            "helpdesk_store_commit_seconds",
            MetricDescription.work,
            "Time of a transaction with its sync to disk; many writes share one."
        ),
        MetricDescription(
            "helpdesk_store_commit_writes",
            .histogram([1, 2, 4, 8, 16, 32, 64, 128]),
            "Writes that shared a transaction."
        ),
        MetricDescription(
            "helpdesk_store_failed_commits_total",
            .counter,
            "Transactions that could not be written, and whose callers were told so."
        ),
        MetricDescription(
            "helpdesk_store_repeated_commits_total",
            .counter,
            "Transactions run again, since others were in the way or the connection broke."
        ),
        MetricDescription(
            "helpdesk_store_refused_writes_total",
            .counter,
            "Writes turned away because too many waited."
        ),
        MetricDescription("helpdesk_store_waiting_writes", .gauge, "Writes that wait."),
        MetricDescription(
            "helpdesk_store_oldest_write_age_seconds",
            .gauge,
            "For how long the oldest write has had no answer, waiting or being committed."
        ),
        MetricDescription("helpdesk_store_bytes", .gauge, "Size of the store without its log."),
        MetricDescription(
            "helpdesk_store_wal_bytes",
            .gauge,
            "Size of SQLite's write-ahead log."
        ),
        MetricDescription(
            "helpdesk_store_memory_bytes",
            .gauge,
            "Memory that SQLite holds: pages of the file, up to a bound, and prepared statements."
        ),
        MetricDescription(
            "helpdesk_store_disk_free_bytes",
            .gauge,
            "What may still be written to the disk that SQLite's file is on."
        ),
        MetricDescription(
            "helpdesk_backup_newest_timestamp_seconds",
            .gauge,
            "When the newest backup was finished; 0 when there is none."
        ),
    ]

    private static let directory: [MetricDescription] = [
        MetricDescription("helpdesk_directory_logins_total", .counter, "Log-ins, by outcome."),
        MetricDescription(
            "helpdesk_directory_login_seconds",
            MetricDescription.waits,
            "Time a log-in took."
        ),
        MetricDescription(
            "helpdesk_directory_server_up",
            .gauge,
            "1 when the server could say something the last time it was asked."
        ),
        MetricDescription(
            "helpdesk_sign_ins_throttled_total",
            .counter,
            "Log-ins that had to wait before anybody looked at the password."
        ),
        MetricDescription(
            "helpdesk_directory_sync_timestamp_seconds",
            .gauge,
            "When the directory was last asked about everybody who has a session."
        ),
        MetricDescription(
            "helpdesk_directory_sync_stopped",
            .gauge,
            "1 when the last look would have ended too many sessions, and ended none."
        ),
    ]

    private static let process: [MetricDescription] = [
        MetricDescription("process_resident_memory_bytes", .gauge, "Memory resident."),
        MetricDescription(
            "helpdesk_memory_allocated_bytes",
            .gauge,
            "Memory that the program holds, without what the C library keeps for the next use."
        ),
        MetricDescription("process_open_fds", .gauge, "Open file descriptors."),
        MetricDescription("process_max_fds", .gauge, "File descriptors there may be."),
        MetricDescription(
            "process_cpu_seconds_total",
            .counter,
            "Processor time used, of the program and of the kernel for it."
        ),
        MetricDescription("process_start_time_seconds", .gauge, "When the program started."),
    ]
}
