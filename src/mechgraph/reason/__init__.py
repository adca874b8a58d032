"""Reasoning over claims: signs, objections, mechanisms, context, what-if, interactions.

It derives and compares; it never invents a probability, and it never turns silence into a "no".
"""
