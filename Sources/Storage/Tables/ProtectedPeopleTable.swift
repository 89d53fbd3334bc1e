import Cryptography
import Desk

/// The table `protected_people`: digests of the addresses and telephone numbers of people with
/// protected identity whose tickets were erased, until they are protected no longer.
///
/// Without it the next mail of such a person would open a ticket that everybody sees. Who reads the
/// store can try addresses against it, as against every plain digest; that they were erased is not
/// kept from the desk itself.
struct ProtectedPeopleTable {
    let session: any SQLSession

    /// What ``Desk/Citizen`` is known by: the address, or without one the number; nil for nobody.
    static func digest(email: String?, phone: String?) -> Digest? {
        if let email { return Digest(of: "email\u{0}\(email.lowercased())".utf8) }
        return TelephoneKey.key(of: phone).map { Digest(of: "phone\u{0}\($0)".utf8) }
    }

    var isEmpty: Bool {
        get throws(DeskError) {
            try session.first("SELECT 1 FROM protected_people LIMIT 1") { _ in true } == nil
        }
    }

    func remembers(_ citizen: Citizen) throws(DeskError) -> Bool {
        guard let digest = Self.digest(email: citizen.email, phone: citizen.phone) else {
            return false
        }
        return try session.first(
            "SELECT 1 FROM protected_people WHERE digest = \(digest.bytes)"
        ) { _ in true } ?? false
    }

    /// By address and number, each by itself.
    func keep(_ citizen: Citizen) throws(DeskError) {
        for digest in Self.digests(of: citizen) {
            try session.execute(
                """
                INSERT INTO protected_people (digest) VALUES (\(digest.bytes))
                ON CONFLICT (digest) DO NOTHING
                """
            )
        }
    }

    func forget(_ citizen: Citizen) throws(DeskError) {
        for digest in Self.digests(of: citizen) {
            try session.execute("DELETE FROM protected_people WHERE digest = \(digest.bytes)")
        }
    }

    private static func digests(of citizen: Citizen) -> [Digest] {
        [digest(email: citizen.email, phone: nil), digest(email: nil, phone: citizen.phone)]
            .compactMap { $0 }
    }
}
