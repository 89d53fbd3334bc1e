import LDAPClient
import Testing

@Suite("Text of the directory")
struct LDAPTextTests {
    @Test(
        "A value in a filter is escaped where RFC 4515 says so, and outside ASCII",
        arguments: [
            ("anna", "anna"),
            ("*)(uid=*", "\\2a\\29\\28uid=\\2a"),
            ("a\\b", "a\\5cb"),
            ("nul\0", "nul\\00"),
            ("rad\n", "rad\\0a"),
            ("åsa", "\\c3\\a5sa"),
            ("\u{7F}", "\\7f"),
            ("anna@example.org, Anna-Lena =1", "anna@example.org, Anna-Lena =1"),
            ("", ""),
        ]
    )
    func escapes(value: String, expected: String) {
        #expect(LDAPFilter.escaped(value) == expected)
    }

    @Test("Every octet survives escaping, and none of the five stands bare")
    func escapesEveryOctet() {
        for scalar in (UInt8.min...UInt8.max).map(Unicode.Scalar.init) {
            let text = LDAPFilter.escaped(String(Character(scalar)))
            #expect(!text.contains { "*()\0".contains($0) })
            #expect(text.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
            #expect(unescaped(text) == Array(String(Character(scalar)).utf8))
        }
    }

    @Test("A template puts escaped values into its places, and reads none of them again")
    func expands() throws {
        let template = try LDAPFilterTemplate("(&(objectClass=person)(|(uid={username})(x={dn})))")
        #expect(template.places == ["username", "dn"])
        let filter = template.filter(["username": "{dn}", "dn": "cn=a(b)"])
        #expect(filter == "(&(objectClass=person)(|(uid={dn})(x=cn=a\\28b\\29)))")
    }

    @Test(
        "Braces that name no place are text",
        arguments: ["(a={})", "(a={B})", "(a={b)", "(a=b})"]
    )
    func bracesThatAreText(text: String) throws {
        let template = try LDAPFilterTemplate(text)
        #expect(template.places.isEmpty)
        #expect(template.filter([:]) == text)
    }

    @Test(
        "A template whose parentheses do not close as they open is refused",
        arguments: [
            "", "uid={username}", "(uid={username}", "uid={username})", "((uid={username})",
            "(uid={username}))", "(a=b)(c=d)", ")a=b(", "(a=b)x", "(a=\0)",
        ]
    )
    func refusesUnbalanced(text: String) {
        #expect(throws: LDAPError.malformed(.template)) { try LDAPFilterTemplate(text) }
    }

    @Test("Any of several filters is one filter, and any of one is that one")
    func anyOf() {
        #expect(LDAPFilter.any(of: ["(a=1)"]) == "(a=1)")
        #expect(LDAPFilter.any(of: ["(a=1)", "(b=2)"]) == "(|(a=1)(b=2))")
    }

    @Test(
        "Two spellings of one name are equal",
        arguments: [
            ("cn=helpdesk-agents,ou=groups", "CN=Helpdesk-Agents, OU=Groups"),
            ("cn=Anna Åström,ou=people", "cn=anna  \\C3\\A5str\\C3\\B6m , ou=people"),
            ("cn=a+uid=b,dc=x", "uid=B+cn=A,dc=x"),
            ("cn=a\\,b,dc=x", "cn=a\\2cb,dc=x"),
        ]
    )
    func equalNames(one: String, other: String) throws {
        let names = [try DistinguishedName(one), try DistinguishedName(other)]
        #expect(names[0] == names[1])
        #expect(Set(names).count == 1)
    }

    @Test(
        "Two names are two",
        arguments: [
            ("cn=a,dc=x", "cn=a,dc=y"), ("cn=a,dc=x", "dc=x"), ("cn=a,dc=x", "uid=a,dc=x"),
            ("cn=a\\,dc=x", "cn=a,dc=x"), ("cn=a+uid=b,dc=x", "cn=a,uid=b,dc=x"),
            ("cn=ab,dc=x", "cn=a b,dc=x"),
        ]
    )
    func differentNames(one: String, other: String) throws {
        let names = [try DistinguishedName(one), try DistinguishedName(other)]
        #expect(names[0] != names[1])
    }

    @Test("What is no name is refused", arguments: ["", "anna", "cn=a,,dc=x", "=a", "cn=a\0,dc=x"])
    func refusesNames(text: String) {
        #expect(throws: LDAPError.malformed(.name)) { try DistinguishedName(text) }
    }

    @Test(
        "An address of a server is read",
        arguments: [
            ("ldap://ldap1.example.org", "ldap1.example.org", false),
            ("LDAPS://10.0.0.1:636/", "10.0.0.1", true),
            ("ldap://[::1]:389", "::1", false),
            ("ldap://x:1", "x", false),
            ("ldap://x:65535", "x", false),
        ]
    )
    func readsAddresses(text: String, host: String, isSecure: Bool) throws {
        let url = try #require(LDAPURL(text))
        #expect(url.host == host)
        #expect(url.isSecure == isSecure)
    }

    @Test(
        "Addresses of one server are equal, with and without the port that goes without saying",
        arguments: [
            ("ldap://ldap1.example.org", "LDAP://LDAP1.Example.org:389/", true),
            ("ldaps://ldap1.example.org/", "ldaps://ldap1.example.org:636", true),
            ("ldap://[::1]", "ldap://[::1]:0389", true),
            ("ldap://ldap1.example.org", "ldap://ldap1.example.org:636", false),
            ("ldap://ldap1.example.org:636", "ldaps://ldap1.example.org", false),
            ("ldap://ldap1.example.org", "ldap://ldap2.example.org", false),
        ]
    )
    func equalAddresses(one: String, other: String, isEqual: Bool) throws {
        let (one, other) = (try #require(LDAPURL(one)), try #require(LDAPURL(other)))
        #expect((one == other) == isEqual)
        #expect(Set([one, other]).count == (isEqual ? 1 : 2))
    }

    @Test(
        "What is no address of one server is refused",
        arguments: [
            "", "ldap://", "ldap:///", "http://x", "ldapi:///", "x", "ldap://x ldap://y",
            "ldap://x,y", "ldap://x/dc=x", "ldap://x:0", "ldap://x:65536", "ldap://x:", "ldap://:1",
            "ldap://a:b:1", "ldap://user@x", "ldap://x?y", "ldap://x\0", "ldap://[::1",
            "ldap://[::1]x",
            "ldap://x:+1",
        ]
    )
    func refusesAddresses(text: String) {
        #expect(LDAPURL(text) == nil)
    }

    private func unescaped(_ text: String) -> [UInt8] {
        var octets: [UInt8] = []
        var rest = text.utf8[...]
        while let octet = rest.popFirst() {
            guard octet == UInt8(ascii: "\\") else {
                octets.append(octet)
                continue
            }
            octets.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
            rest = rest.dropFirst(2)
        }
        return octets
    }
}

@Suite("A template of a name")
struct DistinguishedNameTemplateTests {
    @Test(
        "Lets no value become another part of the name",
        arguments: [
            ("anna", "uid=anna,dc=x"), ("a,dc=y", "uid=a\\2cdc\\3dy,dc=x"),
            ("a+cn=b", "uid=a\\2bcn\\3db,dc=x"), ("", "uid=,dc=x"), ("å", "uid=\\c3\\a5,dc=x"),
            (" a#\\\"<>;\0", "uid=\\20a\\23\\5c\\22\\3c\\3e\\3b\\00,dc=x"),
            ("{username}", "uid=\\7busername\\7d,dc=x"),
        ]
    )
    func values(value: String, expected: String) throws {
        let template = try DistinguishedNameTemplate("uid={username},dc=x")
        #expect(template.places == ["username"])
        #expect(template.name(["username": value]) == expected)
    }

    @Test(
        "Is a name whatever stands in its places",
        arguments: ["", "x", "{a}", "uid=,,", "a\0=b"]
    )
    func malformed(text: String) {
        #expect(throws: LDAPError.self) { try DistinguishedNameTemplate(text) }
    }
}
