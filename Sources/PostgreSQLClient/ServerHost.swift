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
    /// - Returns: nil when libpq does not understand the address; what it says otherwise may quote
    ///   a password.
    static func hosts(of address: String) -> [ServerHost?]? {
        guard !address.utf8.contains(0) else { return nil }
        guard let options = PQconninfoParse(address, nil) else { return nil }
        defer { PQconninfoFree(options) }
        var lists: [String: [String]] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                let parts = String(cString: value).split(
                    separator: ",",
                    omittingEmptySubsequences: false
                )
                lists[String(cString: keyword)] = parts.map(String.init)
            }
            option += 1
        }
        return hosts(lists["host"], lists["hostaddr"], lists["port"])
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
