"""256 short words that nobody mistakes for another over a bad line.

Any two differ in at least three letters and within their first four, so a dropped or misheard
letter never makes another word of the list. The order is part of the fingerprint: never edit it.
"""

_LIST = """
abbey acorn airport album almond alpine anchor angle apricot arch arena arrow atlas attic autumn
avenue badge baker balcony bamboo banana barn barrel beacon bench berry bicycle biscuit bishop
blanket blossom bonnet border botany bottle bronze bucket buffalo bundle butter cabbage cactus
camera canyon captain caramel castle cedar celery chalk chapel cheese chestnut chimney circle
citrus clinic cloud cobalt coconut coffee comet copper cotton cousin cradle cricket cube cushion
cypress daisy dancer debate denim dentist desert diamond diary dinosaur dolphin domino donkey
double dragon driver drummer easel eclipse elastic elbow elephant eleven embassy emerald engine
envelope estuary evening fabric family farmer feather festival fiddle finger flamingo flower flute
forest fossil fountain foxglove friday frozen funnel gallery garden garlic gentle giant ginkgo
giraffe glacier gondola granite grape grotto guitar gulf hamlet harvest hedgehog helmet herring
hexagon hippo holiday horizon hospital hotel hundred husband hydrogen iceberg igloo indigo inkwell
insect island ivory jaguar jasmine jelly jigsaw journal juniper kangaroo keyboard kingdom kitchen
kite koala ladder lantern lavender lemon leopard library linen lizard lobster lotus machine magnet
mammoth mango maple marigold meadow mercury meteor midnight mirror monday morning mosaic mulberry
museum mustard napkin nectar needle nephew nickel number nutmeg oasis oatmeal ocean octopus office
olive onion opera orange orbit orchard ostrich oxygen palace pancake panther parachute parsley
pasture peanut pebble pelican pencil pewter picnic pigeon pilot plaza poem porcelain potato
pumpkin puzzle pyramid quarter queen rabbit radio railway rainbow raspberry raven recipe reef
rhubarb ribbon robin saffron satchel saturday scarlet school sequoia shepherd silver snowflake
sofa spider spoon spruce
"""

WORDS: tuple[str, ...] = tuple(_LIST.split())


def words(digest: bytes, count: int) -> tuple[str, ...]:
    """Return the first ``count`` bytes of the digest as words, eight bits to each."""
    return tuple(WORDS[byte] for byte in digest[:count])
