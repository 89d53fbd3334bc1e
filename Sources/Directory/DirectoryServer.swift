import LDAPClient
import Synchronization

/// One server of the directory: its connections, and what is known of it.
final class DirectoryServer: Sendable {
    let url: LDAPURL
    /// Those that search, as the service account.
    let searching: LDAPConnectionPool
    /// Those that prove passwords: each proof binds anew.
    let proving: LDAPConnectionPool
    private let chainOffered = Mutex<Bool?>(nil)

    init(_ url: LDAPURL, options: LDAPOptions, connectionsIdleMax: Int) {
        self.url = url
        searching = LDAPConnectionPool(to: url, options: options, idleMax: connectionsIdleMax)
        proving = LDAPConnectionPool(to: url, options: options, idleMax: connectionsIdleMax)
    }

    /// Whether the server follows groups of groups itself (LDAP_MATCHING_RULE_IN_CHAIN).
    ///
    /// The rule is announced nowhere; Active Directory and what behaves as one announce themselves
    /// in the root entry ([MS-ADTS] §3.1.1.3.4.3). Asked once.
    func offersChain(over connection: borrowing LDAPConnection) throws(LDAPError) -> Bool {
        if let known = chainOffered.withLock({ $0 }) { return known }
        let root = try connection.search(
            LDAPSearch(
                base: "",
                scope: .base,
                filter: "(objectClass=*)",
                attributes: ["supportedCapabilities"],
                entriesMax: 1
            )
        )
        let capabilities = root.entries.first?.values(of: "supportedCapabilities") ?? []
        let isOffered = !Self.activeDirectory.isDisjoint(with: capabilities)
        chainOffered.withLock { $0 = isOffered }
        return isOffered
    }

    /// LDAP_CAP_ACTIVE_DIRECTORY_OID and LDAP_CAP_ACTIVE_DIRECTORY_ADAM_OID.
    private static let activeDirectory: Set = ["1.2.840.113556.1.4.800", "1.2.840.113556.1.4.1851"]
}
