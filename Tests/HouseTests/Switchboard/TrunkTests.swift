import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests.SwitchboardTests {
    @Test("go over TLS when both sides show the right certificates")
    func overTLS() async throws {
        let papers = try Papers()
        try await SwitchboardHouse.run(papers.desk, exchange: papers.exchange) { house in
            let (citizen, anna) = try await house.citizenAndClerk()
            let target = try await house.phone("bygglov", answers: true)
            let call = try await house.talk(citizen, anna)
            let ended = try await house.outcome(call, to: "bygglov")
            #expect(ended.state == "completed")
            try target.waitFor("CALL_ESTABLISHED")
            try citizen.putDown()
            try target.waitFor("CALL_CLOSED")
            #expect(try house.datagramPorts() == [])
            #expect(try await house.metric("helpdesk_sip_peer_up") == 1)
            #expect(try await house.telephoneSystem() == "ok")
            let doctor = try house.house.terminal.run("doctor").output
            #expect(doctor.contains("telephones: the daemon and the telephone system hear"))
            // The authority of the tests gives two days.
            #expect(doctor.contains("server.pem ends on"))
        }
    }

    @Test(
        "are not taken from, nor given to, who shows a certificate that proves nothing",
        arguments: Papers.Fault.allCases
    )
    func wrongCertificate(_ fault: Papers.Fault) async throws {
        let papers = try Papers(fault)
        try await SwitchboardHouse.run(papers.desk, exchange: papers.exchange) { house in
            try await eventually("the desk is told why") {
                try await house.telephoneSystem()?.contains(fault.words) ?? false
            }
            #expect(try await house.metric("helpdesk_sip_peer_up") == 0)
            let doctor = try house.house.terminal.run("doctor").output
            #expect(doctor.contains("telephones: the telephone system does not answer"))
            // No citizen is lost by it: the telephones ring by themselves.
            let (citizen, anna) = try await house.citizenAndClerk()
            try citizen.dial(house.exchange.support)
            try citizen.waitFor("CALL_ESTABLISHED")
            try anna.waitFor("CALL_ESTABLISHED")
            let calls = try await house.anna.get("/v1/calls").decoded(as: Page<CallBody>.self)
            #expect(calls.items.isEmpty)
            try citizen.putDown()
            try anna.waitFor("CALL_CLOSED")
        }
    }

    @Test("are answered by who proves a password, both ways", arguments: ["MD5", "SHA-256"])
    func digest(algorithm: String) async throws {
        let values = [
            "DESK_PASSWORD": "hemligt-deskord", "DESK_DIGEST": algorithm,
            "PBX_PASSWORD": "hemligt-vaxelord",
        ]
        let manner = Exchange.Manner(defines: ["DESK_PROVES", "PBX_PROVES"], values: values)
        let accounts = [
            "  username: helpdesk", "  password: hemligt-deskord",
            "  caller-username: pbx", "  caller-password: hemligt-vaxelord",
            // This Kamailio proves nothing by the other one.
            "  caller-digest: MD5",
        ]
        try await SwitchboardHouse.run(accounts, exchange: manner) { house in
            house.house.keepSecret("hemligt")
            let (citizen, anna) = try await house.citizenAndClerk()
            let target = try await house.phone("bygglov", answers: true)
            let call = try await house.talk(citizen, anna)
            let ended = try await house.outcome(call, to: "bygglov")
            #expect(ended.state == "completed")
            try target.waitFor("CALL_ESTABLISHED")
            try citizen.putDown()
            try target.waitFor("CALL_CLOSED")
        }
    }

    @Test("are not taken from who does not know the password")
    func wrongPassword() async throws {
        let accounts = ["  caller-username: pbx", "  caller-password: ett annat"]
        let manner = Exchange.Manner(
            defines: ["PBX_PROVES"],
            values: ["PBX_PASSWORD": "hemligt"]
        )
        try await SwitchboardHouse.run(accounts, exchange: manner) { house in
            let citizen = try await house.citizen()
            try citizen.dial(house.exchange.support)
            try citizen.waitFor("CALL_CLOSED")
            let calls = try await house.anna.get("/v1/calls").decoded(as: Page<CallBody>.self)
            #expect(calls.items.isEmpty)
        }
    }

    @Test("find the desk where it has registered, and keeps itself registered")
    func registration() async throws {
        let manner = Exchange.Manner(
            defines: ["DESK_PROVES", "DESK_REGISTERS"],
            values: ["DESK_PASSWORD": "hemligt", "REGISTRATION_SECONDS": "4"]
        )
        let account = [
            "  username: helpdesk", "  password: hemligt",
            "  register: \"sip:helpdesk@\(Exchange.host)\"",
        ]
        try await SwitchboardHouse.run(account, exchange: manner) { house in
            try await eventually("the desk is registered") {
                try await house.metric("helpdesk_sip_registered") == 1
            }
            let (citizen, anna) = try await house.citizenAndClerk()
            // Longer than any registration lasts by itself.
            try await Task.sleep(for: .seconds(6))
            _ = try await house.talk(citizen, anna)
            #expect(anna.isTalking)
            try citizen.putDown()
            try anna.waitFor("CALL_CLOSED")
        }
    }

    @Test("ring the telephones when the desk is refused as who it says it is, and it says so")
    func refusedRegistration() async throws {
        let manner = Exchange.Manner(
            defines: ["DESK_PROVES", "DESK_REGISTERS"],
            values: ["DESK_PASSWORD": "hemligt"]
        )
        let account = [
            "  username: helpdesk", "  password: fel",
            "  register: \"sip:helpdesk@\(Exchange.host)\"",
        ]
        try await SwitchboardHouse.run(account, exchange: manner) { house in
            let words = "not registered at the telephone system: 401"
            try await eventually("the desk says so") {
                try await house.telephoneSystem()?.hasPrefix(words) ?? false
            }
            #expect(try await house.metric("helpdesk_sip_registered") == 0)
            let ready = try await house.house.api.get("/readyz")
            // It serves all the same: mail and tickets need no telephone.
            #expect(ready.status == 200)
            let (citizen, anna) = try await house.citizenAndClerk()
            try citizen.dial(house.exchange.support)
            try citizen.waitFor("CALL_ESTABLISHED")
            try anna.waitFor("CALL_ESTABLISHED")
            try citizen.putDown()
            try anna.waitFor("CALL_CLOSED")
        }
    }
}

/// The certificates of a telephone system and of a desk.
struct Papers {
    enum Fault: CaseIterable {
        /// The telephone system's is of another host.
        case otherHost
        /// The desk does not know who signed the telephone system's.
        case unknownAuthority
        /// The telephone system does not know who signed the desk's.
        case unknownDesk

        /// What the operator must read of it.
        var words: String {
            switch self {
            case .otherHost: "its certificate is"
            case .unknownAuthority: "CERTIFICATE_VERIFY_FAILED"
            case .unknownDesk: "UNKNOWN_CA"
            }
        }
    }

    let desk: [String]
    let exchange: Exchange.Manner
    private let folders: [TemporaryFolder]
    private let authorities: [TestAuthority]

    /// `names` is what the telephone system's certificate is of, in openssl's words.
    init(_ fault: Fault? = nil, names: String? = nil) throws {
        let (ours, theirs) = (try TestAuthority(), try TestAuthority())
        let folders = (try TemporaryFolder("desk-papers"), try TemporaryFolder("pbx-papers"))
        let desk = try ours.serverCertificate(in: folders.0, names: "IP:\(Exchange.deskHost)")
        let host = fault == .otherHost ? "127.0.0.99" : Exchange.host
        let pbx = try theirs.serverCertificate(in: folders.1, names: names ?? "IP:\(host)")
        let trusted = fault == .unknownAuthority ? ours : theirs
        let accepted = fault == .unknownDesk ? theirs : ours
        self.folders = [folders.0, folders.1]
        authorities = [ours, theirs]
        self.desk = [
            "  certificate: \(desk.file)", "  key: \(desk.keyFile)",
            "  ca-file: \(trusted.caFile)", "  sources: [127.0.0.1]",
        ]
        exchange = Exchange.Manner(
            transport: "tls",
            defines: ["DESK_TLS"],
            values: [
                "PBX_CERTIFICATE": pbx.file, "PBX_KEY": pbx.keyFile,
                "PBX_AUTHORITIES": accepted.caFile,
            ]
        )
    }
}
