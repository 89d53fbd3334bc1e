/// Words that hold a sentence together and say little of what it is about.
///
/// A question is full of them ("hur", "kan", "jag") and an answer is not, so a rare one in an article
/// would weigh as much as a word that matters.
enum FunctionWords {
    /// The fingerprints of those of a language; empty for a language without a list.
    static func fingerprints(of language: String) -> Set<UInt64> {
        switch language {
        case "sv": swedish
        case "en": english
        default: []
        }
    }

    /// Whether it is one in either language; such a word is no reason for anything.
    static func contains(_ word: ArraySlice<UInt8>) -> Bool {
        let fingerprint = Fingerprint.word(word)
        return swedish.contains(fingerprint) || english.contains(fingerprint)
    }

    /// Whether it is one, or a word of courtesy that stands in a question of any matter.
    static func saysNothing(_ word: ArraySlice<UInt8>) -> Bool {
        contains(word) || courtesies.contains(Fingerprint.word(word))
    }

    /// Whether it says that something does not do what it should, of whatever stands beside it.
    static func tellsOfFault(_ word: ArraySlice<UInt8>) -> Bool {
        faults.contains(Fingerprint.word(word))
    }

    /// Whether what comes next is what a question is about, or whose that is.
    static func pointsAtThing(_ word: ArraySlice<UInt8>) -> Bool {
        pointers.contains(Fingerprint.word(word))
    }

    private static let pointers = fingerprints(
        """
        till på pa hos i från fran för for om av med min mitt mina vår vårt vart våra vara to at on in
        into from of with about my our
        """
    )
    private static let faults = fingerprints(
        "inte ej not cannot t fungerar funkar work works working problem problems"
    )
    /// What people say around what they ask, and where they ask nothing yet, or only point at what they
    /// send along.
    private static let courtesies = fingerprints(
        """
        hejsan hejhej hallå halla tjena tja god goddag morgon kväll kvall dag dagar hello dear good
        morning afternoon evening day mvh vänlig vanlig vänliga vanliga vänligen vanligen hälsning
        halsning hälsningar halsningar bästa basta kind best regards sincerely hjälp hjalp hjälpa
        hjalpa snälla snalla help tacksam fråga fraga frågor fragor undrar question questions svar
        svara answer problem problems fungerar funkar work works working ok okej se see bifogad
        bifogat bifogade bifogar bifogas attached attaching doesn didn isn aren wasn weren won wouldn
        couldn shouldn haven hasn hadn
        """
    )
    /// With and without å, ä and ö.
    private static let swedish = fingerprints(
        """
        jag du han hon vi ni det den de dem dom är var att och eller inte ej som på för från till
        med utan när hur vad vem vilken vilket vilka varför vart kan kunna kunde ska skall skulle
        vill måste får fick har hade ha om av ett en mig mitt min mina dig din ditt dina er ert era
        sig sin sitt sina hans hennes deras detta dessa denna där här nu då så också bara även efter
        man i under över vid än men ju bli blir blev blivit finns göra gör gjort något någon några
        alla allt hos mot mellan per upp ut in ner hej tack oss vår vårt våra ta tar går gå vara
        varit ar nar pa for fran varfor maste far dar har nu da sa ocksa aven over an gora gor nagot
        nagon nagra var vart vara gar ga
        """
    )
    private static let english = fingerprints(
        """
        the a an is are was were be been being am not do does did done can could i you it we they he
        she my your our their this that these those what when where why who whom which how has have
        had having to of and or but if in on at by for from with as so me him her us them there here
        no yes please hi hello thanks will would shall should may might must about into out up down
        over under than then just any some all im i'm don t s ve re ll d get got
        """
    )

    private static func fingerprints(_ list: String) -> Set<UInt64> {
        Set(list.split(whereSeparator: \.isWhitespace).map { Fingerprint.word($0.utf8) })
    }
}
