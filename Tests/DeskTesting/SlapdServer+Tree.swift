import Foundation

extension SlapdServer {
    /// The naming context of the ready-made tree.
    public static let suffix = "dc=example,dc=org"
    /// The account that may search and read.
    public static let serviceDN = "cn=helpdesk,ou=services,\(suffix)"
    /// Its password.
    public static let servicePassword = "service secret"
    /// Where people are.
    public static let peopleBase = "ou=people,\(suffix)"
    /// Where groups are.
    public static let groupsBase = "ou=groups,\(suffix)"

    /// The ready-made tree: people with passwords, and groups in every awkward shape.
    ///
    /// - `anna` (password "annas lösenord"): helpdesk-agents, and helpdesk-leads by nesting
    ///   through `ledning` and `mellan`, a group without people.
    /// - `bengt` ("bengts lösenord"): helpdesk-admins; two queues.
    /// - `cecilia` ("cecilias"): revision, through the cycle `ring-a` and `ring-b`.
    /// - `doris` ("doris"): in no group of the helpdesk.
    /// - `erik` ("eriks"), twice, in two departments, both in helpdesk-agents.
    public static let tree = [root, people, groups].joined(separator: "\n")

    /// The root, the folders and the service account, to put another tree below.
    public static let root = """
        dn: \(suffix)
        objectClass: dcObject
        objectClass: organization
        o: Staden
        dc: example

        dn: ou=people,\(suffix)
        objectClass: organizationalUnit
        ou: people

        dn: ou=groups,\(suffix)
        objectClass: organizationalUnit
        ou: groups

        dn: ou=services,\(suffix)
        objectClass: organizationalUnit
        ou: services

        dn: \(serviceDN)
        objectClass: organizationalRole
        objectClass: simpleSecurityObject
        cn: helpdesk
        userPassword: \(servicePassword)

        """

    /// One person; everything after the password is more lines for the entry.
    public static func person(
        _ rdn: String,
        uid: String,
        name: String,
        password: String,
        more: [String] = []
    ) -> String {
        let lines = [
            base64("dn", "\(rdn),\(peopleBase)"),
            "objectClass: inetOrgPerson",
            "uid: \(uid)",
            base64("cn", name),
            base64("sn", String(name.split(separator: " ").last ?? "")),
            base64("userPassword", password),
        ]
        return (lines + more).joined(separator: "\n") + "\n\n"
    }

    /// One group, its members named by what stands before ``suffix``.
    public static func group(_ name: String, members: [String]) -> String {
        let lines = ["dn: cn=\(name),\(groupsBase)", "objectClass: groupOfNames", "cn: \(name)"]
        let named = members.map { base64("member", "\($0),\(suffix)") }
        return (lines + named).joined(separator: "\n") + "\n\n"
    }

    private static let people = [
        person(
            "cn=Anna Åström",
            uid: "anna",
            name: "Anna Åström",
            password: "annas lösenord",
            more: ["mail: anna@example.org", base64("displayName", "Anna Åström (e-tjänster)")]
        ),
        person(
            "uid=bengt",
            uid: "bengt",
            name: "Bengt Ängsmårtensson",
            password: "bengts lösenord",
            more: ["departmentNumber: e-service", "departmentNumber: parking"]
        ),
        person("uid=cecilia", uid: "cecilia", name: "Cecilia Öberg", password: "cecilias"),
        person("uid=doris", uid: "doris", name: "Doris Dahl", password: "doris"),
        person("cn=Erik i väst", uid: "erik", name: "Erik i väst", password: "eriks"),
        person("cn=Erik i öst", uid: "erik", name: "Erik i öst", password: "eriks"),
    ].joined()

    private static let groups = [
        group(
            "helpdesk-agents",
            members: ["cn=Anna Åström", "cn=Erik i väst", "cn=Erik i öst"].map { "\($0),ou=people" }
        ),
        group("ledning", members: ["cn=Anna Åström,ou=people"]),
        group("mellan", members: ["cn=ledning,ou=groups"]),
        group("helpdesk-leads", members: ["cn=mellan,ou=groups"]),
        group("helpdesk-admins", members: ["uid=bengt,ou=people"]),
        group("ring-a", members: ["uid=cecilia,ou=people", "cn=ring-b,ou=groups"]),
        group("ring-b", members: ["cn=ring-a,ou=groups"]),
        group("revision", members: ["cn=ring-b,ou=groups"]),
        group("lunch", members: ["uid=doris,ou=people", "cn=Anna Åström,ou=people"]),
    ].joined()

    /// An attribute line whose value may be outside ASCII (RFC 2849, `value-spec`).
    private static func base64(_ attribute: String, _ value: String) -> String {
        "\(attribute):: \(Data(value.utf8).base64EncodedString())"
    }
}
