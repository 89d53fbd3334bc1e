import DeskTesting
import Foundation

/// One who uses the desk all day: mail, lists, tickets, searches, replies, calls, log-ins.
///
/// It blocks, on a thread of its own, and its connections stay open.
struct SoakCaller: ~Copyable {
    private let house: House
    private let letters: Letters
    private let clerk: Int
    private var http: LoopbackStream
    private var lmtp: LoopbackStream
    private var token: String
    private var numbers: [Int] = []
    private var random: SeededRandom

    /// What is done, and how often of a hundred times.
    private static let mix: [(share: UInt64, errand: Errand)] = [
        (30, .mail), (22, .list), (24, .ticket), (9, .search), (7, .reply), (7, .call),
        (1, .logIn),
    ]

    private enum Errand {
        case mail
        case list
        case ticket
        case search
        case reply
        case call
        case logIn
    }

    init(of house: House, place: Int) throws {
        clerk = place % House.clerksMax
        let token = try house.logIn(as: clerk)
        let http = try LoopbackStream(port: house.http)
        var lmtp = try LoopbackStream(port: house.lmtp)
        try lmtp.expect("220")
        try lmtp.write(Array("LHLO soak.example.com\r\n".utf8))
        try lmtp.expect("250")
        self.house = house
        self.token = token
        self.http = http
        self.lmtp = lmtp
        letters = Letters(seed: 1)
        random = SeededRandom(seed: UInt64(place) &+ 7_919)
    }

    /// Does turn `number`; false when the desk refused it.
    mutating func turn(_ number: Int) throws -> Bool {
        switch errand() {
        case .mail: return try deliver(number)
        case .list: return try list("/v1/tickets?limit=25")
        case .search: return try list("/v1/tickets?limit=25&q=\(words())")
        case .ticket: return try ask("GET", "/v1/tickets/\(known())").status == 200
        case .reply:
            let form = #"{"kind":"reply","body":"Starta om appen och försök igen. (\#(number))"}"#
            return try ask("POST", "/v1/tickets/\(known())/messages", form).status == 201
        case .call:
            let form = """
                {"subject":"Samtal \(number)","body":"Ringer om sin ansökan.","channel":"phone",\
                "citizen":{"name":"Åsa Öberg","email":"asa\(number)@example.com"}}
                """
            return try ask("POST", "/v1/tickets", form).status == 201
        case .logIn:
            let old = token
            token = try house.logIn(as: clerk)
            let new = token
            token = old
            defer { token = new }
            return try ask("DELETE", "/v1/session").status == 204
        }
    }

    private mutating func errand() -> Errand {
        var place = random.next() % 100
        for (share, errand) in Self.mix {
            if place < share { return errand }
            place -= share
        }
        return .list
    }

    /// A ticket seen in a list; the first one before any was.
    private mutating func known() -> Int {
        numbers.isEmpty ? 1 : numbers[Int(random.next() % UInt64(numbers.count))]
    }

    private mutating func words() -> String {
        ["BankID", "RFA8", "ansökan", "parkeringsavgift", "bygglov"][Int(random.next() % 5)]
            .addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "RFA8"
    }

    private mutating func deliver(_ number: Int) throws -> Bool {
        let envelope = """
            MAIL FROM:<\(letters.sender(number))>\r
            RCPT TO:<\(Letters.address)>\r
            DATA\r\n
            """
        try lmtp.write(Array(envelope.utf8))
        try lmtp.expect("250")
        try lmtp.expect("250")
        try lmtp.expect("354")
        try lmtp.write(letters.letter(number) + [UInt8(ascii: "."), 13, 10])
        try lmtp.expect("250")
        return true
    }

    private mutating func list(_ path: String) throws -> Bool {
        let answer = try ask("GET", path)
        guard answer.status == 200 else { return false }
        let page = try JSONDecoder().decode(Page.self, from: Data(answer.body))
        if !page.items.isEmpty {
            numbers = Array((page.items.map(\.number) + numbers).prefix(400))
        }
        return true
    }

    private struct Page: Decodable {
        struct Item: Decodable {
            var number: Int
        }

        var items: [Item]
    }

    private mutating func ask(
        _ method: String,
        _ path: String,
        _ form: String = ""
    ) throws -> (status: Int, body: [UInt8]) {
        let request = """
            \(method) \(path) HTTP/1.1\r
            Host: 127.0.0.1\r
            Authorization: Bearer \(token)\r
            Content-Type: application/json\r
            Content-Length: \(form.utf8.count)\r
            \r
            \(form)
            """
        try http.write(Array(request.utf8))
        let status = String(decoding: try http.readLine().dropFirst(9).prefix(3), as: UTF8.self)
        var length = 0
        while true {
            let line = String(decoding: try http.readLine(), as: UTF8.self).lowercased()
            if line.isEmpty { break }
            if line.hasPrefix("content-length:") {
                length = Int(line.dropFirst(15).filter(\.isNumber)) ?? 0
            }
        }
        return (Int(status) ?? 0, try http.read(length))
    }
}
