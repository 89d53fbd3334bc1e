import Foundation

/// Form data (URL Standard §5.1), by name.
struct FormData {
    /// In the order in which they stand there.
    let members: [String: [String]]

    /// Most pairs of one form.
    static let pairsMax = 1_000

    init(_ bytes: [UInt8]) throws(Problem) {
        var members: [String: [String]] = [:]
        let pairs = bytes.split(separator: UInt8(ascii: "&"))
        guard pairs.count <= Self.pairsMax else {
            throw .badRequest("The form data has more than \(Self.pairsMax) fields.")
        }
        for pair in pairs {
            let parts = pair.split(
                separator: UInt8(ascii: "="),
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            let texts = parts.map { part in
                String(decoding: part, as: UTF8.self).replacing("+", with: " ")
                    .removingPercentEncoding
            }
            guard let name = texts[0], let value = texts.count > 1 ? texts[1] : "" else {
                throw .badRequest("The form data cannot be read.")
            }
            members[name, default: []].append(value)
        }
        self.members = members
    }

    /// The first value of a field that is not empty; an empty one counts as missing.
    func text(_ name: String) -> String? { members[name]?.first { !$0.isEmpty } }
}
