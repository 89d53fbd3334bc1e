import LDAPClient

/// Finds the groups of a person: those that name the person, those that the person's entry names,
/// and the groups those are in.
///
/// One search a level, not one a group. A group met twice is not followed again, so a cycle ends;
/// a group without people in it is a step like any other.
struct GroupWalk {
    private static let namesPerSearch = 32

    private let plan: DirectoryPlan
    private(set) var groups: [DistinguishedName] = []
    private(set) var isTruncated = false
    private var seen: Set<DistinguishedName> = []

    init(_ plan: DirectoryPlan) { self.plan = plan }

    /// Walks from a person upwards.
    mutating func walk(
        from entry: LDAPEntry,
        username: String,
        over connection: borrowing LDAPConnection
    ) throws(LDAPError) {
        var level = try parents(
            of: [["dn": entry.name, "username": username]],
            over: connection
        )
        if let attribute = plan.configuration.memberOfAttribute {
            level += add(entry.values(of: attribute))
        }
        // A filter by user name says nothing about a group's groups.
        let climbs =
            plan.configuration.nestedGroups && !plan.groupFilter.places.contains("username")
        guard climbs else { return }
        for _ in 1..<plan.configuration.groupDepthMax where !level.isEmpty {
            level = try parents(of: level.map { ["dn": $0.description] }, over: connection)
        }
    }

    /// The groups, not met before, that have any of these as a member.
    private mutating func parents(
        of members: [[String: String]],
        over connection: borrowing LDAPConnection
    ) throws(LDAPError) -> [DistinguishedName] {
        guard let base = plan.configuration.groupBase else { return [] }
        var new: [DistinguishedName] = []
        var rest = members[...]
        while !rest.isEmpty, !isTruncated {
            let filters = rest.prefix(Self.namesPerSearch).map(plan.groupFilter.filter)
            rest = rest.dropFirst(Self.namesPerSearch)
            let found = try connection.search(
                LDAPSearch(
                    base: base,
                    filter: LDAPFilter.any(of: filters),
                    entriesMax: plan.configuration.groupsMax,
                    pageEntries: 500
                )
            )
            isTruncated = isTruncated || found.isTruncated
            new += add(found.entries.map(\.name))
        }
        return new
    }

    private mutating func add(_ names: [String]) -> [DistinguishedName] {
        // What the server itself calls a name but is none cannot be a configured group.
        let new = names.compactMap { try? DistinguishedName($0) }.filter {
            seen.insert($0).inserted
        }
        let room = plan.configuration.groupsMax - groups.count
        if new.count > room { isTruncated = true }
        groups += new.prefix(room)
        return Array(new.prefix(room))
    }
}
