import Cryptography
import Desk

/// Who has protected identity, and who sees their tickets.
///
/// The table `protected_people` has digests of the addresses and telephone numbers of those whose
/// tickets were erased, until they are protected no longer. Without it the next mail of such a person
/// would open a ticket that everybody sees. Who reads the store can try addresses against it, as
/// against every plain digest; that they were erased is not kept from the desk itself.
extension StoreTransaction {
    func isProtected(_ citizen: Citizen) throws(DeskError) -> Bool {
        // A number may be a whole school's: who has an address is known by that alone, or whoever
        // shares the number would be hidden, and be the next by whom others are.
        let email = citizen.email?.lowercased()
        guard let key = email ?? TelephoneKey.key(of: citizen.phone) else { return false }
        let column = email == nil ? "citizen_phone_key" : "citizen_email_key"
        let remembered = Self.digest(email: email, phone: citizen.phone)
        return try session.first(
            """
            SELECT 1 FROM tickets WHERE \(name: column) = \(key) AND is_protected = 1
            UNION ALL SELECT 1 FROM protected_people WHERE digest = \(remembered?.bytes ?? [])
            LIMIT 1
            """
        ) { _ in true } ?? false
    }

    /// Changes who sees them; `ticket` is saved by whoever asks.
    ///
    /// What was answered before was for whoever could see it then, and nothing is learnt from
    /// protected people. A ticket that went into another is of the same person.
    func setProtected(
        _ isProtected: Bool,
        _ citizen: Citizen,
        besides ticket: TicketNumber
    ) throws(DeskError) -> [TicketNumber] {
        if !isProtected { try forgetProtected(citizen) }
        guard let kin = try kin(of: citizen, besides: ticket, endsProtection: !isProtected) else {
            return []
        }
        let changed = try session.all(
            """
            UPDATE tickets SET is_protected = \(isProtected), revision = revision + 1
            WHERE is_protected <> \(isProtected) AND number <> \(ticket.rawValue)
                AND number IN (\(kin))
            RETURNING number
            """
        ) { $0.number(0) }
        try withdrawAnswers(ofAny: kin)
        guard isProtected else { return changed }
        try session.execute("DELETE FROM evidence WHERE ticket IN (\(kin))")
        try session.announce(.evidenceChanged)
        return changed
    }

    /// The tickets of a person, those that they went into, and those that went into any of them; nil
    /// for nobody.
    private func kin(
        of citizen: Citizen,
        besides ticket: TicketNumber,
        endsProtection: Bool
    ) throws(DeskError) -> SQL? {
        var theirs: [SQL] = []
        let email = citizen.email?.lowercased()
        if let email { theirs.append("citizen_email_key = \(email)") }
        if let phone = TelephoneKey.key(of: citizen.phone) {
            let isAnothers = try session.first(
                """
                SELECT 1 FROM tickets
                WHERE citizen_phone_key = \(phone) AND is_protected = 1
                    AND citizen_email_key <> \(email ?? "") AND number <> \(ticket.rawValue) LIMIT 1
                """
            ) { _ in true }
            if !endsProtection || isAnothers == nil {
                theirs.append("citizen_phone_key = \(phone) AND citizen_email_key IS NULL")
            }
        }
        guard !theirs.isEmpty else { return nil }
        var kin: SQL = ""
        for (index, condition) in theirs.enumerated() {
            if index > 0 { kin += " UNION " }
            kin += """
                SELECT number FROM tickets WHERE \(condition)
                UNION SELECT merged_into FROM tickets WHERE merged_into IS NOT NULL AND \(condition)
                UNION SELECT number FROM tickets WHERE merged_into IN (
                    SELECT coalesce(merged_into, number) FROM tickets WHERE \(condition))
                """
        }
        return kin
    }

    func remembersProtectedPeople() throws(DeskError) -> Bool {
        try session.first("SELECT 1 FROM protected_people LIMIT 1") { _ in true } ?? false
    }

    func remembersAsProtected(_ citizen: Citizen) throws(DeskError) -> Bool {
        guard let digest = Self.digest(email: citizen.email, phone: citizen.phone) else {
            return false
        }
        return try session.first(
            "SELECT 1 FROM protected_people WHERE digest = \(digest.bytes)"
        ) { _ in true } ?? false
    }

    /// By address and number, each by itself.
    func rememberAsProtected(_ citizen: Citizen) throws(DeskError) {
        for digest in Self.digests(of: citizen) {
            try session.execute(
                """
                INSERT INTO protected_people (digest) VALUES (\(digest.bytes))
                ON CONFLICT (digest) DO NOTHING
                """
            )
        }
    }

    private func forgetProtected(_ citizen: Citizen) throws(DeskError) {
        for digest in Self.digests(of: citizen) {
            try session.execute("DELETE FROM protected_people WHERE digest = \(digest.bytes)")
        }
    }

    /// What ``Desk/Citizen`` is known by: the address, or without one the number; nil for nobody.
    private static func digest(email: String?, phone: String?) -> Digest? {
        if let email { return Digest(of: "email\u{0}\(email.lowercased())".utf8) }
        return TelephoneKey.key(of: phone).map { Digest(of: "phone\u{0}\($0)".utf8) }
    }

    private static func digests(of citizen: Citizen) -> [Digest] {
        [digest(email: citizen.email, phone: nil), digest(email: nil, phone: citizen.phone)]
            .compactMap { $0 }
    }
}
