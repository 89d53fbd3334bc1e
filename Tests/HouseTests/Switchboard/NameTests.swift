import DeskAPI
import DeskTesting
import Foundation
import Testing

extension HouseTests.SwitchboardTests {
    @Test("find the telephone system by its name, and by its next server when the first is silent")
    func byName() async throws {
        let exchange = try Exchange()
        let names = try NameServer([
            "--naptr-record=example.org,10,10,s,SIP+D2U,,_sip._udp.example.org",
            // Nobody is there, and nobody says so.
            "--srv-host=_sip._udp.example.org,away.example.org,\(exchange.port),1,0",
            "--host-record=away.example.org,127.0.0.21",
            "--srv-host=_sip._udp.example.org,pbx.example.org,\(exchange.port),2,0",
            "--host-record=pbx.example.org,\(Exchange.host)",
        ])
        let lines = [
            "  peers: [\"sip:example.org\"]", "  nameservers: [\"127.0.0.1:\(names.port)\"]",
        ]
        try await SwitchboardHouse.run(lines, at: exchange) { house in
            let (citizen, anna) = try await house.citizenAndClerk()
            let target = try await house.phone("bygglov", answers: true)
            try await eventually("the second server is tried") {
                try await house.metric("helpdesk_sip_peer_up") == 1
            }
            let places = "udp:127.0.0.21:\(exchange.port) udp:\(exchange.address)"
            #expect(house.house.log.contains(places))
            let call = try await house.talk(citizen, anna)
            let ended = try await house.outcome(call, to: "bygglov")
            #expect(ended.state == "completed")
            try target.waitFor("CALL_ESTABLISHED")
            try citizen.putDown()
            try target.waitFor("CALL_CLOSED")
        }
    }

    @Test(
        "ring the telephones while the telephone system's name leads nowhere, and the desk says so"
    )
    func unknownName() async throws {
        let names = try NameServer(["--host-record=pbx.example.org,192.0.2.20"])
        let lines = [
            "  peers: [\"udp:ingen.example.org\"]",
            "  nameservers: [\"127.0.0.1:\(names.port)\"]",
        ]
        try await SwitchboardHouse.run(lines) { house in
            try await eventually("the desk says so") {
                try await house.telephoneSystem()
                    == "no name server knows a way to udp:ingen.example.org"
            }
            let (citizen, anna) = try await house.citizenAndClerk()
            // It hears nobody, so that the telephone system takes it for away.
            try citizen.dial(house.exchange.support)
            try citizen.waitFor("CALL_ESTABLISHED")
            try anna.waitFor("CALL_ESTABLISHED")
            try citizen.putDown()
            try anna.waitFor("CALL_CLOSED")
        }
    }

    @Test("go over TLS by name where the certificate is of that name", arguments: [true, false])
    func overTLSByName(isRight: Bool) async throws {
        let papers = try Papers(names: isRight ? "DNS:pbx.example.org" : "DNS:other.example.org")
        let exchange = try Exchange(papers.exchange)
        let names = try NameServer([
            "--srv-host=_sips._tcp.pbx.example.org,node-1.example.org,\(exchange.tlsPort),1,0",
            "--host-record=node-1.example.org,\(Exchange.host)",
        ])
        let lines = [
            "  peers: [\"tls:pbx.example.org\"]", "  nameservers: [\"127.0.0.1:\(names.port)\"]",
        ]
        try await SwitchboardHouse.run(papers.desk + lines, at: exchange) { house in
            guard isRight else {
                try await eventually("the desk is told why") {
                    try await house.telephoneSystem()?.contains("its certificate is") ?? false
                }
                return
            }
            let (citizen, anna) = try await house.citizenAndClerk()
            _ = try await house.talk(citizen, anna)
            #expect(try await house.telephoneSystem() == "ok")
            try citizen.putDown()
            try anna.waitFor("CALL_CLOSED")
        }
    }
}
