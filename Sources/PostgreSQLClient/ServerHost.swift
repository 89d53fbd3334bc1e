import CPostgreSQL

/// One of the hosts that an address names, as libpq has them: names, addresses and ports in lists.
struct ServerHost {
    private var name: String?
    private var address: String?
    private var port: String?

    /// What says it to libpq, whatever list the address has.
    var entries: [(String, String)] {
        [("host", name), ("hostaddr", address), ("port", port)].compactMap { keyword, value in
            value.map { (keyword, $0) }
        }
    }

    /// The hosts of an address, in their order; one nil where libpq shall see to it alone.
    ///
    /// - Returns: nil when libpq does not understand the address, or would only find at each try that a
    ///   port is none (RFC 6335 §6: 1...65535); what it says otherwise may quote a password.
    static func hosts(of address: String) -> [ServerHost?]? {
        guard !address.utf8.contains(0) else { return nil }
        guard let entries = entries(of: address) else { return nil }
        let lists = Dictionary(uniqueKeysWithValues: entries.map { ($0.keyword, $0.value) })
            .mapValues { value in
                value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
        // One that is left empty is the usual one.
        let areUsable = lists["port", default: []].allSatisfy { port in
            port.isEmpty || Int(port).map { (1...65_535).contains($0) } == true
        }
        guard areUsable else { return nil }
        return hosts(lists["host"], lists["hostaddr"], lists["port"])
    }

    /// What an address says, each with the variable that says it to libpq's programs where there is
    /// one; nil when libpq does not understand it.
    fileprivate static func entries(
        of address: String
    ) -> [(keyword: String, value: String, variable: String?)]? {
        guard let options = PQconninfoParse(address, nil) else { return nil }
        defer { PQconninfoFree(options) }
        var entries: [(keyword: String, value: String, variable: String?)] = []
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                let variable = option.pointee.envvar.map { String(cString: $0) }
                entries.append((String(cString: keyword), String(cString: value), variable))
            }
            option += 1
        }
        return entries
    }

    private static func hosts(
        _ names: [String]?,
        _ addresses: [String]?,
        _ ports: [String]?
    ) -> [ServerHost?] {
        let count = max(names?.count ?? 0, addresses?.count ?? 0)
        let lists = [names, addresses].compactMap(\.self)
        // What does not fit together is libpq's to refuse.
        guard count > 1, lists.allSatisfy({ $0.count == count }),
            [0, 1, count].contains(ports?.count ?? 0)
        else { return [nil] }
        return (0..<count).map { place in
            ServerHost(
                name: names?[place],
                address: addresses?[place],
                port: ports.map { $0.count == 1 ? $0[0] : $0[place] }
            )
        }
    }
}

extension PostgreSQLConnection {
    /// True for an address that may lead to a server; nobody is asked.
    ///
    /// - Parameter address: as for a connection.
    /// - Returns: false where no try could ever succeed: libpq does not know how it is written, or what
    ///   it names, or a port is none.
    public static func understands(_ address: String) -> Bool {
        ServerHost.hosts(of: address) != nil
    }

    /// The variables that lead PostgreSQL's own programs to where an address leads.
    ///
    /// - Parameter address: as for a connection.
    /// - Returns: variables and values, the password among them; none where libpq does not understand
    ///   the address. What it has no variable for is left out (`keepalives` and the like).
    public static func environment(of address: String) -> [String: String] {
        var environment: [String: String] = [:]
        for entry in ServerHost.entries(of: address) ?? [] {
            if let variable = entry.variable { environment[variable] = entry.value }
        }
        return environment
    }
}
