# Prints the targets of a Makefile in their groups: "##@ Group" and "target: ...  ## What it does."
BEGIN { FS = ":.*## "; print "Tocsin. make TARGET, one of:" }
/^##@ / { print "\n" substr($0, 5) }
/^[a-z-]+:.*## / { printf "  %-16s %s\n", $1, $2 }
