"""The words that may stand beside a yes or a no without speaking of something else."""

from faelled.core.days.expressions import words_of

OF_THE_MATTER = words_of(
    """
    jeg vi mig os min mine vores i we i'm i'll we'll we're my our us me it this that det den dem der de er is
    are was
    har have has had skal vil ville kan kunne må blive bliver be been være været deltage deltager deltagelse komme
    kommer møde mødes mødet tage tager stille sige siger melde melder finde findes nå afsted come attend make
    take join
    will would could can do does any af til for på at i om med fra ved hos så og en et to the a of on in at as with
    her here there nu denne gang disse tider tid tiderne datoer datoerne dage dagene muligheder mulighed forslag
    forslagene tidspunkt tidspunkter tidspunkterne time times date dates day days option options slot slots which
    whichever hvad som helst valg valget alt alle hele huset teamet afdelingen jer i'd from my end tak thanks
    thank you
    desværre unfortunately sorry meget very helt slet very much så lige just dog even jo nok end gerne når whatever
    please venligst ham hende vores part side vælge vælger vælg frit bestemme bestemmer choose pick mit
    vedkommende kalender kalenderen calendar diary uge week både
    gange gang gangene du nævner foreslår tilbyde lykkes regne få op ud ind forbi dagen derefter herefter bagefter
    familiehuset biblioteket krisecentret ungebasen lade sig easily about hold holde afse frigøre prioritere
    indrette
    strække undslippe slippe love lover endda vore imellem noget mere more dels ligeledes hvor resten kollega
    kolleger
    stedet hinanden klokken kl cirka ca omkring around about dertil derhen samt samtidig heldagen formentlig
    deres jeres your arbejde arbejdet work person personligt hver gå gøre gør lave passe passer plads mange
    """
)
