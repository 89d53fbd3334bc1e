import LDAPClient

/// Finds the groups of a person: those that name the person, those that the person's entry names,
/// and the groups those are in.
///
/// One search a level, not one a group. A group met twice is not followed again, so a cycle ends;
/// a group without people in it is a step like any other. Where the server follows groups of groups
/// itself, one search does it all. Where there is no base to search groups below, each group is read
/// for the groups it names. All of it together has as long as one answer may take: what was not found
/// until then is left out, for a server that answers each question late is asked a thousand.
struct GroupWalk {
    private static let namesPerSearch = 32

    private let plan: DirectoryPlan
    private(set) var groups: [DistinguishedName] = []
    /// What kept groups from being read; nil when all were.
    private(set) var limit: GroupLimit?
    private let end: ContinuousClock.Instant
    private var seen: Set<DistinguishedName> = []
    /// Who is in each group; nil where nobody wants to know: a group may have many thousands.
    private(set) var members: [DistinguishedName: Set<DistinguishedName>]?

    /// With `explains`, who is in the groups is read too.
    init(_ plan: DirectoryPlan, explains: Bool) {
        self.plan = plan
        end = .now + plan.configuration.operationTimeout
        if explains { members = [:] }
    }

    /// True while there is room and time for more groups.
    private mutating func goesOn() -> Bool {
        if limit == nil, end <= .now { limit = .time }
        return limit == nil
    }

    /// Walks from a person upwards.
    mutating func walk(
        from entry: LDAPEntry,
        username: String,
        at server: DirectoryServer,
        over connection: borrowing LDAPConnection
    ) throws(LDAPError) {
        let nests = plan.configuration.nestedGroups
        let isBelowBase = plan.configuration.groupBase != nil
        // A filter by user name says nothing about a group's groups.
        let climbs = nests && !plan.groupFilter.places.contains("username")
        var isClimbed = false
        if climbs, isBelowBase, let chain = plan.chainFilter {
            isClimbed = try server.offersChain(over: connection)
            if isClimbed { try search(chain, [["dn": entry.name]], over: connection) }
        }
        var level: [DistinguishedName] = []
        if !isClimbed {
            level = try search(
                plan.groupFilter,
                [["dn": entry.name, "username": username]],
                over: connection
            )
        }
        if let attribute = plan.configuration.memberOfAttribute {
            let own = add(entry.values(of: attribute))
            if let person = try? DistinguishedName(entry.name) {
                for group in own { members?[group, default: []].insert(person) }
            }
            level += own
        }
        guard isBelowBase ? climbs && !isClimbed : nests else { return }
        for _ in 1..<plan.configuration.groupDepthMax where !level.isEmpty {
            level = try parents(of: level, over: connection)
        }
    }

    private mutating func parents(
        of level: [DistinguishedName],
        over connection: borrowing LDAPConnection
    ) throws(LDAPError) -> [DistinguishedName] {
        guard plan.configuration.groupBase == nil else {
            return try search(
                plan.groupFilter,
                level.map { ["dn": $0.description] },
                over: connection
            )
        }
        guard let attribute = plan.configuration.memberOfAttribute else { return [] }
        var new: [DistinguishedName] = []
        for group in level {
            guard goesOn() else { break }
            let above = add(try names(in: attribute, of: group, over: connection))
            for parent in above { members?[parent, default: []].insert(group) }
            new += above
        }
        return new
    }

    /// What one entry says in an attribute.
    ///
    /// A group that is gone, or that we may not read, has none above it: one person's stale group is
    /// no failing of the server.
    private func names(
        in attribute: String,
        of group: DistinguishedName,
        over connection: borrowing LDAPConnection
    ) throws(LDAPError) -> [String] {
        do throws(LDAPError) {
            let found = try connection.search(
                LDAPSearch(
                    base: group.description,
                    scope: .base,
                    filter: "(objectClass=*)",
                    attributes: [attribute],
                    entriesMax: 1
                )
            )
            return found.entries.flatMap { $0.values(of: attribute) }
        } catch {
            switch error.resultCode {
            case .noSuchObject?, .insufficientAccessRights?: return []
            default: throw error
            }
        }
    }

    /// The groups, not met before, that have any of these as a member.
    @discardableResult
    private mutating func search(
        _ filter: LDAPFilterTemplate,
        _ members: [[String: String]],
        over connection: borrowing LDAPConnection
    ) throws(LDAPError) -> [DistinguishedName] {
        guard let base = plan.configuration.groupBase else { return [] }
        let wanted = self.members == nil ? nil : plan.memberAttribute
        var new: [DistinguishedName] = []
        var rest = members[...]
        while !rest.isEmpty, goesOn() {
            let names = rest.prefix(Self.namesPerSearch)
            rest = rest.dropFirst(Self.namesPerSearch)
            let found = try connection.search(
                LDAPSearch(
                    base: base,
                    filter: LDAPFilter.any(of: names.map(filter.filter)),
                    attributes: wanted.map { [$0] } ?? [],
                    entriesMax: plan.configuration.groupsMax,
                    pageEntries: 500
                )
            )
            if found.isTruncated { limit = .count }
            new += add(found.entries.map(\.name))
            if let wanted { note(found.entries, wanted) }
        }
        return new
    }

    private mutating func note(_ entries: [LDAPEntry], _ attribute: String) {
        for entry in entries {
            guard let group = try? DistinguishedName(entry.name) else { continue }
            let names = entry.values(of: attribute).compactMap { try? DistinguishedName($0) }
            members?[group, default: []].formUnion(names)
        }
    }

    private mutating func add(_ names: [String]) -> [DistinguishedName] {
        // What the server itself calls a name but is none cannot be a configured group.
        let new = names.compactMap { try? DistinguishedName($0) }.filter {
            seen.insert($0).inserted
        }
        let room = plan.configuration.groupsMax - groups.count
        if new.count > room { limit = .count }
        groups += new.prefix(room)
        return Array(new.prefix(room))
    }
}

extension GroupWalk {
    /// The shortest way from the person up to a group: the person's own group first, that one last.
    ///
    /// Only the last where nobody knows the way.
    func path(to group: DistinguishedName, from person: String) -> [String] {
        guard let members, let person = try? DistinguishedName(person) else {
            return [group.description]
        }
        var seen: Set = [group]
        var ways = [[group]]
        while !ways.isEmpty {
            let way = ways.removeFirst()
            let inside = members[way[0]] ?? []
            if inside.contains(person) { return way.map(\.description) }
            for next in groups where inside.contains(next) && seen.insert(next).inserted {
                ways.append([next] + way)
            }
        }
        return [group.description]
    }
}
