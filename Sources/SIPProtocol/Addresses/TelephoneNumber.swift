/// A number that can be dialled from anywhere (E.164, RFC 3966 §5.1.4).
///
/// Only such numbers are values here: the same citizen must not be two people because one system
/// writes `08-508 00 000` and another `+4685080000`. A short number (112, an extension) is none.
public struct TelephoneNumber: Sendable, Hashable {
    /// As few digits as a number with its country has; the shortest in use are Niue's.
    public static let digitsMin = 7
    /// As many digits as E.164 §6.2.1 allows, the country's among them.
    public static let digitsMax = 15
    /// As many octets as are read at all.
    public static let bytesMax = 64

    /// The digits with the country's first, without a plus.
    public let digits: String

    /// How numbers are dialled in a country, to read those that were written for use inside it.
    public struct Country: Sendable, Hashable {
        /// E.164's number for it, 1 to 3 digits.
        public let code: String
        /// What stands before a number inside the country; empty where nothing does.
        public let trunkPrefix: String
        /// What is dialled before another country's number.
        public let internationalPrefix: String

        /// Names the three.
        ///
        /// - Returns: nil when they are not digits, or `code` is not 1 to 3 of them.
        public init?(code: String, trunkPrefix: String = "0", internationalPrefix: String = "00") {
            let all = code + trunkPrefix + internationalPrefix
            guard (1...3).contains(code.utf8.count), all.utf8.allSatisfy(SIPHost.isDigit),
                !code.hasPrefix("0"), internationalPrefix.utf8.count >= 2
            else { return nil }
            self.init(known: code, trunkPrefix, internationalPrefix)
        }

        private init(known code: String, _ trunkPrefix: String, _ internationalPrefix: String) {
            self.code = code
            self.trunkPrefix = trunkPrefix
            self.internationalPrefix = internationalPrefix
        }

        /// +46, with a zero before numbers inside the country (riktnummer).
        public static let sweden = Country(known: "46", "0", "00")
    }

    /// Reads a number as people and systems write it.
    ///
    /// Spaces, `-`, `.`, `/` and brackets are read over, and so is a trunk prefix in brackets:
    /// `+46 (0)8 508 00 000`. Without a plus the number is read as dialled in `country`; with none,
    /// only a number with a plus is one.
    ///
    /// - Throws: ``TelephoneNumberError``.
    public init(
        _ text: some StringProtocol,
        in country: Country? = nil
    ) throws(TelephoneNumberError) {
        guard text.utf8.count <= Self.bytesMax else { throw .tooLong }
        var dialled = try Dialled(text)
        guard !dialled.digits.isEmpty else { throw .empty }
        if dialled.isGlobal {
            dialled.dropTrunkPrefix(of: country)
        } else {
            try dialled.makeGlobal(from: country)
        }
        guard !dialled.digits.hasPrefix("0") else { throw .notGlobal }
        guard dialled.digits.utf8.count >= Self.digitsMin else { throw .tooFewDigits }
        guard dialled.digits.utf8.count <= Self.digitsMax else { throw .tooManyDigits }
        digits = dialled.digits
    }

    /// Reads a `tel:` URI of a global number; its parameters are read over (RFC 3966 §3).
    ///
    /// A local number, which means something only within its `phone-context`, is none. Neither is
    /// one with an extension or a subaddress: it would be taken for the number without.
    ///
    /// - Throws: ``TelephoneNumberError``.
    public init(uri: some StringProtocol) throws(TelephoneNumberError) {
        let text = Substring(uri)
        let semicolon = UInt8(ascii: ";")
        let parts = text.utf8.split(separator: semicolon, omittingEmptySubsequences: false)
        guard let first = parts.first.map({ Substring($0) }),
            SIPText.lowercased(String(first.prefix(4))) == "tel:"
        else { throw .unexpectedCharacter }
        for part in parts.dropFirst() {
            let name = SIPText.lowercased(String(Substring(part.prefix { $0 != Self.equals })))
            guard !name.isEmpty else { throw .unexpectedCharacter }
            guard !Self.decisiveParameters.contains(name) else { throw .notGlobal }
        }
        let number = first.dropFirst(4)
        guard number.utf8.allSatisfy(Self.mayStandInURI) else { throw .unexpectedCharacter }
        try self.init(number)
    }

    /// Parameters without which the number would be another.
    private static let decisiveParameters: Set = ["ext", "isub", "phone-context"]
    private static let equals = UInt8(ascii: "=")

    /// Digits, the plus, and RFC 3966's visual separators: no spaces.
    private static func mayStandInURI(_ octet: UInt8) -> Bool {
        SIPHost.isDigit(octet) || "+-.()".utf8.contains(octet)
    }

    /// `tel:` and the number, as RFC 3966 §5.1.4 wants it.
    public var uri: String { "tel:\(self)" }
}

extension TelephoneNumber: CustomStringConvertible {
    /// A plus and the digits: `+4685080000`.
    public var description: String { "+" + digits }
}

/// Why a text is no telephone number.
///
/// Temporary: no, none of them.
public enum TelephoneNumberError: Error, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    /// There is no digit.
    case empty
    /// Longer than ``TelephoneNumber/bytesMax``.
    case tooLong
    /// Neither a digit nor a separator, or a plus that is not at the beginning.
    case unexpectedCharacter
    /// It cannot be told which country it is in: a short number, an extension, or a number without
    /// its area.
    case notGlobal
    /// Fewer than ``TelephoneNumber/digitsMin``.
    case tooFewDigits
    /// More than ``TelephoneNumber/digitsMax``.
    case tooManyDigits

    /// For whoever wrote it.
    public var description: String {
        switch self {
        case .empty: "it has no digit"
        case .tooLong: "it is longer than \(TelephoneNumber.bytesMax) characters"
        case .unexpectedCharacter: "it has characters that no number has"
        case .notGlobal: "a short number, or one without its area, is reached from nowhere else"
        case .tooFewDigits: "it has fewer than \(TelephoneNumber.digitsMin) digits"
        case .tooManyDigits: "it has more than \(TelephoneNumber.digitsMax) digits"
        }
    }
}

/// What was written, without its separators.
private struct Dialled {
    var digits = ""
    var isGlobal = false

    init(_ text: some StringProtocol) throws(TelephoneNumberError) {
        var scalars = Array(text.unicodeScalars)
        Self.dropTrunkPrefix(&scalars)
        for scalar in scalars {
            switch scalar {
            case "0"..."9": digits.unicodeScalars.append(scalar)
            case "+":
                guard digits.isEmpty, !isGlobal else { throw .unexpectedCharacter }
                isGlobal = true
            case " ", "-", ".", "/", "(", ")", "\u{A0}", "\u{2007}", "\u{2009}", "\u{2010}",
                "\u{2011}", "\u{2013}", "\u{202F}":
                continue
            default: throw .unexpectedCharacter
            }
        }
    }

    /// Takes out the `(0)` of `+46 (0)8 508 00 000`, which is not dialled from abroad.
    private static func dropTrunkPrefix(_ scalars: inout [Unicode.Scalar]) {
        let isGlobal = scalars.first { $0 != " " && $0 != "(" } == "+"
        let trunk: [Unicode.Scalar] = ["(", "0", ")"]
        guard isGlobal, let place = scalars.firstRange(of: trunk) else { return }
        // Behind the country's one to three digits; elsewhere it is part of the number.
        let before = scalars[..<place.lowerBound].count { ("0"..."9").contains($0) }
        if (1...3).contains(before) { scalars.removeSubrange(place) }
    }

    /// Takes out the zero of `+46 08…`, a slip of the pen: no Swedish number begins with a zero.
    mutating func dropTrunkPrefix(of country: TelephoneNumber.Country?) {
        // Elsewhere the digit may belong to the number, as Russia's 8 does.
        guard let country, country.trunkPrefix == "0", digits.hasPrefix(country.code + "0") else {
            return
        }
        digits = country.code + digits.dropFirst(country.code.count + 1)
    }

    mutating func makeGlobal(from country: TelephoneNumber.Country?) throws(TelephoneNumberError) {
        guard let country else { throw .notGlobal }
        isGlobal = true
        if digits.hasPrefix(country.internationalPrefix) {
            digits.removeFirst(country.internationalPrefix.count)
            return
        }
        guard digits.hasPrefix(country.trunkPrefix) else { throw .notGlobal }
        digits = country.code + digits.dropFirst(country.trunkPrefix.count)
    }
}
